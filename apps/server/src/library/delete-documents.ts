import type { Database } from "@khoj/db";
import { bumpRevision, isAnyMeant, readRevision, removeDocuments } from "./document-store.ts";
import type { Deletion, DocumentSelector } from "./types.ts";

export async function deleteDocuments(
  database: Database,
  spaceId: string,
  selector: DocumentSelector,
): Promise<Deletion> {
  const names = Object.values(selector).filter((value) => value !== undefined);
  if (names.length === 0)
    throw new RangeError("A deletion must say what it means: names, origin, type, source or everything");
  return database.inSpaces([spaceId], async (sql) => {
    if (!(await isAnyMeant(sql, spaceId, selector)))
      return { documents: 0, chunks: 0, revision: await readRevision(sql, spaceId) };
    const revision = await bumpRevision(sql, spaceId);
    const gone = await removeDocuments(sql, spaceId, revision, selector);
    return { ...gone, revision };
  });
}
