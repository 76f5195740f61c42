import type { Folder } from "@khoj/contract";
import { ask, type Connection, send } from "./connection.ts";

export type VanishedAnswer = "accept" | "restore";

export interface FoldersClient {
  list(signal?: AbortSignal): Promise<readonly Folder[]>;
  add(path: string, space?: string): Promise<Folder>;
  remove(id: string): Promise<void>;
  pause(id: string): Promise<void>;
  /** With `deletions`, answers the question of a folder from which many files vanished. */
  resume(id: string, deletions?: VanishedAnswer): Promise<void>;
}

export function foldersClient(connection: Connection): FoldersClient {
  const at = (id: string, step = "") => `/api/folders/${encodeURIComponent(id)}${step}`;
  return {
    list: async (signal) => (await ask<{ folders: readonly Folder[] }>(connection, "/api/folders", { signal })).folders,
    add: (path, space) => ask(connection, "/api/folders", { method: "POST", json: { path, space } }),
    async remove(id) {
      await send(connection, at(id), { method: "DELETE" });
    },
    async pause(id) {
      await send(connection, at(id, "/pause"), { method: "POST", json: {} });
    },
    async resume(id, deletions) {
      await send(connection, at(id, "/resume"), { method: "POST", json: deletions === undefined ? {} : { deletions } });
    },
  };
}
