import type { Database } from "@khoj/db";
import { deleteOverSessions } from "./session-store.ts";

const hour = 3_600_000;

/** Clears sessions away that are over: at the start and every hour. A database that is away is asked again then. */
export function sweepSessions({ statement }: Pick<Database, "statement">): { start(): Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): Promise<void> => deleteOverSessions(statement).catch(() => {});
  return {
    async start() {
      await sweep();
      timer = setInterval(() => void sweep(), hour).unref();
    },
    stop: () => clearInterval(timer),
  };
}
