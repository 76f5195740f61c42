import type { Database, Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import { bumpRevision, removeDocuments } from "./document-store.ts";
import { copyDocuments, listTransferable, type Transferable } from "./transfer-store.ts";

export interface Transfer {
  readonly fileNames: readonly string[];
  readonly from: string;
  readonly to: string;
  /** `move` takes them away where they were. */
  readonly how: "move" | "copy";
}

export interface TransferredFile {
  readonly fileName: string;
  readonly done: boolean;
  /** Why not, in a sentence. */
  readonly reason?: string;
}

interface Outcome {
  readonly files: readonly TransferredFile[];
  /** The revision from which on each space changed has it. */
  readonly revisions: ReadonlyMap<string, number>;
}

/**
 * Files come with their text, chunks and originals, and are found in their new space at once. What is there already by
 * that name stays; a file of a watched folder is not moved, since the folder would bring it back. Documents get new ids:
 * an index that follows one space must not forget by id what another has just been given.
 */
export async function transferFiles(database: Database, transfer: Transfer): Promise<Outcome> {
  const { from, to, how } = transfer;
  return database.inSpaces([from, to], async (sql) => {
    const revisions = await lockSpaces(sql, how === "move" ? [from, to] : [to]);
    const found = await listTransferable(sql, transfer);
    const judged = transfer.fileNames.map((name) => judge(name, found, how));
    const ids = judged.flatMap(({ id }) => id ?? []);
    if (ids.length > 0)
      await copyDocuments(sql, { from, to, ids, copies: ids.map(() => newId()), come: revisions.get(to) ?? 0 });
    const gone = judged.filter(({ file }) => file.done).map(({ file }) => file.fileName);
    if (how === "move" && gone.length > 0)
      await removeDocuments(sql, from, revisions.get(from) ?? 0, { fileNames: gone });
    return { files: judged.map(({ file }) => file), revisions };
  });
}

/** In one order, so that two transfers against each other never wait for one another. */
async function lockSpaces(sql: Sql, spaces: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const revisions = new Map<string, number>();
  for (const space of spaces.toSorted()) revisions.set(space, await bumpRevision(sql, space));
  return revisions;
}

/** Copies of one note from several clients are one file in the new space: the newest. */
function judge(
  fileName: string,
  found: readonly Transferable[],
  how: Transfer["how"],
): { readonly file: TransferredFile; readonly id?: string } {
  const named = found.filter((one) => one.fileName === fileName);
  const [newest] = named;
  const refuse = (reason: string) => ({ file: { fileName, done: false, reason } });
  if (newest === undefined) return refuse("There is no such file in that space");
  if (newest.isTaken) return refuse("The other space has a file of this name already");
  if (how === "move" && named.some(({ origin }) => origin.startsWith("folder:")))
    return refuse("It stands in a watched folder, which would bring it back: copy it instead");
  return { file: { fileName, done: true }, id: newest.id };
}
