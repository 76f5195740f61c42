import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Connection, openPool } from "@khoj/db";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { type Library, openLibrary, type ReadFile, type SavedGroup } from "../../library/index.ts";
import type { Actor } from "../../platform/actor.ts";
import { silentLog } from "../../platform/log.ts";
import type { SearchAnswer, SearchRequest } from "../hit.ts";
import { openSearchRoom, type SearchRoom, type SearchRoomDeps } from "../open-search-room.ts";

export interface TestSearch {
  readonly test: TestDatabase;
  readonly library: Library;
  readonly dataDirectory: string;
  /** The room as it now runs; another one after `restart`. */
  room(): SearchRoom;
  /** Ends the room and starts another on the same data directory and database; `between` happens in the gap. */
  restart(between?: () => Promise<void>): Promise<void>;
  save(space: string, notes: readonly Promise<ReadFile>[]): Promise<SavedGroup>;
  find(spaces: readonly string[], query: string, more?: Partial<SearchRequest>): Promise<SearchAnswer>;
  names(spaces: readonly string[], query: string, more?: Partial<SearchRequest>): Promise<string[]>;
  stop(): Promise<void>;
}

export interface TestSearchOptions extends Partial<Pick<SearchRoomDeps, "log" | "startThread" | "models">> {
  /** Another way to the same database. */
  readonly reach?: (connection: Connection) => Connection;
}

/** The search room over a database of this test file's own, without the HTTP around it. */
export async function openTestSearch({ reach, ...more }: TestSearchOptions = {}): Promise<TestSearch> {
  const test = await openTestDatabase();
  const database = reach ? openPool(reach(test.database.connection)) : test.database;
  const dataDirectory = await mkdtemp(path.join(tmpdir(), "khoj-search-"));
  const library = openLibrary(database);
  const open = async (): Promise<SearchRoom> => {
    const room = openSearchRoom({ database, library, dataDirectory, log: silentLog, ...more });
    await room.start?.();
    return room;
  };
  let room = await open();
  const find: TestSearch["find"] = (spaces, query, more = {}) =>
    room.search(anActor(spaces), { query, limit: 10, type: "all", dedupe: true, rerank: false, ...more });
  return {
    test,
    library,
    dataDirectory,
    room: () => room,
    async restart(between) {
      await room.stop?.();
      await between?.();
      room = await open();
    },
    save: async (space, notes) => library.save(space, await Promise.all(notes)),
    find,
    names: async (spaces, query, more) => (await find(spaces, query, more)).hits.map((hit) => hit.fileName),
    async stop() {
      await room.stop?.();
      if (reach) await database.close();
      await test.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

export const anActor = (spaces: readonly string[]): Actor => ({
  personId: "018f0000-0000-7000-8000-000000000001",
  email: "a@a.test",
  username: "a",
  via: "anonymous",
  credentialId: undefined,
  role: "user",
  rights: new Set(["read"]),
  elevated: false,
  home: spaces[0] ?? "",
  spaces: spaces.map((id) => ({ id, role: "owner" })),
});
