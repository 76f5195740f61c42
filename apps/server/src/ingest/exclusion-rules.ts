import { notFound } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { v7 as newId } from "uuid";
import type { Library, LibraryFile } from "../library/index.ts";
import { makePathRules, type PathRules } from "./path-rules.ts";
import {
  addExclusions,
  listExclusions,
  readIgnoreList,
  removeExclusion,
  type StoredExclusion,
  writeIgnoreList,
} from "./rule-store.ts";

/** What stays out of a space: the ignore list and single paths. They hold for every way in. */
export interface ExclusionRules {
  rulesOf(spaceId: string): Promise<PathRules>;
  ignoreList(spaceId: string): Promise<string>;
  /** What a new list keeps out leaves the library at once. */
  setIgnoreList(spaceId: string, list: string): Promise<void>;
  exclusions(spaceId: string): Promise<readonly StoredExclusion[]>;
  /** Keeps these names out from now on, and takes out what is there under them. */
  exclude(spaceId: string, fileNames: readonly string[]): Promise<void>;
  /** Only notes that they are out: for a caller that deletes them itself. */
  note(spaceId: string, fileNames: readonly string[]): Promise<void>;
  readmit(spaceId: string, id: string): Promise<void>;
  /** Calls `listener` when files of a space may come in that were kept out before, or the other way round. */
  onChange(listener: (spaceId: string) => void): void;
}

export function openExclusionRules(database: Database, library: Library): ExclusionRules {
  const listeners: ((spaceId: string) => void)[] = [];
  const tell = (spaceId: string): void => {
    for (const listener of listeners) listener(spaceId);
  };
  const rulesOf = (spaceId: string): Promise<PathRules> =>
    database.inSpaces([spaceId], async (sql) => {
      const names = (await listExclusions(sql, spaceId)).map(({ fileName }) => fileName);
      return makePathRules(await readIgnoreList(sql, spaceId), new Set(names));
    });
  const note: ExclusionRules["note"] = async (spaceId, fileNames) => {
    if (fileNames.length === 0) return;
    const added = fileNames.map((fileName) => ({ id: newId(), fileName }));
    await database.inSpaces([spaceId], (sql) => addExclusions(sql, spaceId, added));
  };
  return {
    rulesOf,
    note,
    ignoreList: (spaceId) => database.inSpaces([spaceId], (sql) => readIgnoreList(sql, spaceId)),
    async setIgnoreList(spaceId, list) {
      await database.inSpaces([spaceId], (sql) => writeIgnoreList(sql, spaceId, list));
      await takeOut(library, spaceId, await rulesOf(spaceId));
      tell(spaceId);
    },
    exclusions: (spaceId) => database.inSpaces([spaceId], (sql) => listExclusions(sql, spaceId)),
    async exclude(spaceId, fileNames) {
      await note(spaceId, fileNames);
      await takeOut(library, spaceId, await rulesOf(spaceId));
    },
    async readmit(spaceId, id) {
      const name = await database.inSpaces([spaceId], (sql) => removeExclusion(sql, spaceId, id));
      if (name === undefined) throw notFound("exclusion", id);
      tell(spaceId);
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

const atOnce = 500;

/** Of a file that is kept out nothing stays but its name and the rule. */
async function takeOut(library: Library, spaceId: string, rules: PathRules): Promise<void> {
  const excluded = (await library.keys(spaceId)).flatMap(({ origin, fileName, state }): LibraryFile[] => {
    const reason = state === "excluded" ? undefined : rules.excludes(fileName);
    if (reason === undefined) return [];
    return [{ origin, fileName, fileType: "plaintext", state: "excluded", reason, bytes: 0, fingerprint: undefined }];
  });
  for (let start = 0; start < excluded.length; start += atOnce)
    await library.save(spaceId, excluded.slice(start, start + atOnce));
}
