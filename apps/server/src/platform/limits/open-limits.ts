import type { Database } from "@khoj/db";
import { countOne, deleteOldWindows, deleteTaken, selectTaken } from "./limit-store.ts";
import type { Limits } from "./limits.ts";

/** Limits over the table `rate_limits`. Old windows are swept while counting, one in a hundred times. */
export function openLimits({ statement }: Pick<Database, "statement">): Limits {
  return {
    async take(rule, subject) {
      const taken = await countOne(statement, rule, subject);
      if (Math.random() < 0.01) await deleteOldWindows(statement);
      return taken <= rule.most;
    },
    hasRoom: async (rule, subject) => (await selectTaken(statement, rule, subject)) < rule.most,
    clear: ({ name }, subject) => deleteTaken(statement, name, subject),
  };
}
