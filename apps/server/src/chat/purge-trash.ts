import type { ChatDeps } from "./chat-deps.ts";
import { listSpaceIds, purgeTrash } from "./trash-store.ts";

const everyHour = 60 * 60 * 1000;

/** Removes what has lain in the trash for its seven days, at the start and every hour. */
export function keepTrashShort(deps: ChatDeps): { readonly start: () => Promise<void>; readonly stop: () => void } {
  const purge = async () => {
    try {
      const spaces = await deps.database.transaction(listSpaceIds);
      const removed = await deps.database.inSpaces(spaces, (sql) => purgeTrash(sql, spaces));
      if (removed > 0) deps.log.info({ removed }, "conversations left the trash for good");
    } catch (error) {
      deps.log.warn({ error }, "the trash could not be cleared; it is tried again within the hour");
    }
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    start: async () => {
      await purge();
      timer = setInterval(() => void purge(), everyHour);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
