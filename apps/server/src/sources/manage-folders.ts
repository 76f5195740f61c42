import { conflict, type Folder, notFound } from "@khoj/contract";
import { type Database, violates } from "@khoj/db";
import { v7 as newId } from "uuid";
import type { IngestRoom } from "../ingest/index.ts";
import type { Library } from "../library/index.ts";
import type { Logger } from "../platform/log.ts";
import { checkFolderPath } from "./check-folder-path.ts";
import { FolderMemory, nothingYet, type Remembered } from "./folder-memory.ts";
import { insertFolder, listFolders, removeFolder, type StoredFolder, updateFolder } from "./folder-store.ts";
import { type RunningFolder, runFolder } from "./run-folder.ts";

export interface SourcesDeps {
  readonly database: Database;
  readonly library: Library;
  readonly ingest: IngestRoom;
  readonly log: Logger;
  readonly dataDirectory: string;
}

/** Watched folders: kept in the database, so that they are there again after a restart. */
export interface Sources {
  list(spaceIds: readonly string[]): readonly Folder[];
  add(spaceId: string, folderPath: string): Promise<Folder>;
  remove(spaceIds: readonly string[], id: string): Promise<void>;
  pause(spaceIds: readonly string[], id: string): Promise<Folder>;
  /** `accept`: what vanished goes from the library too. `restore`: it stays. */
  resume(spaceIds: readonly string[], id: string, deletions: "accept" | "restore" | undefined): Promise<Folder>;
}

export interface KeptFolders extends Sources {
  readonly running: ReadonlyMap<string, RunningFolder>;
  /** Begins to watch what is stored. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Watches the folders of a space no longer; what is kept of them went with it. */
  forgetSpace(spaceId: string): void;
}

export function manageFolders(deps: SourcesDeps): KeptFolders {
  const { database, library, log } = deps;
  const running = new Map<string, RunningFolder>();
  const begin = (folder: StoredFolder, remembered: Remembered): RunningFolder => {
    const memory = new FolderMemory(remembered, (now) =>
      database.inSpaces([folder.spaceId], (sql) => updateFolder(sql, folder, now)),
    );
    const one = runFolder(deps, folder, memory);
    running.set(folder.id, one);
    return one;
  };
  const find = (spaceIds: readonly string[], id: string): RunningFolder => {
    const one = running.get(id);
    if (one === undefined || !spaceIds.includes(one.folder.spaceId)) throw notFound("folder", id);
    return one;
  };
  return {
    running,
    list: (spaceIds) =>
      [...running.values()].filter((one) => spaceIds.includes(one.folder.spaceId)).map((one) => one.describe()),
    async add(spaceId, given) {
      const watched = [...running.values()].map((one) => one.folder.path);
      const folderPath = await checkFolderPath(given, deps.dataDirectory, watched);
      const folder = { id: newId(), spaceId, path: folderPath };
      await store(database, folder);
      log.info({ folder: folder.id }, "A folder is watched from now on");
      return begin(folder, nothingYet).describe();
    },
    async remove(spaceIds, id) {
      const one = find(spaceIds, id);
      await one.stop();
      running.delete(id);
      await database.inSpaces([one.folder.spaceId], (sql) => removeFolder(sql, one.folder));
      await library.delete(one.folder.spaceId, { origin: `folder:${id}` });
    },
    async pause(spaceIds, id) {
      const one = find(spaceIds, id);
      await one.pause();
      return one.describe();
    },
    async resume(spaceIds, id, deletions) {
      const one = find(spaceIds, id);
      await one.resume(deletions);
      return one.describe();
    },
    async start() {
      const spaces = [...(await library.revisions()).keys()];
      const stored = await database.inSpaces(spaces, (sql) => listFolders(sql, spaces));
      for (const { folder, remembered } of stored) begin(folder, remembered);
    },
    forgetSpace(spaceId) {
      for (const [id, one] of running) {
        if (one.folder.spaceId !== spaceId) continue;
        running.delete(id);
        void one.stop().catch(() => {});
      }
    },
    async stop() {
      await Promise.all([...running.values()].map((one) => one.stop()));
    },
  };
}

async function store(database: Database, folder: StoredFolder): Promise<void> {
  try {
    await database.inSpaces([folder.spaceId], (sql) => insertFolder(sql, folder));
  } catch (error) {
    if (violates(error, "folders_space_id_path_key"))
      throw conflict(`${folder.path} is watched already`, { cause: error });
    throw error;
  }
}
