import type { Database } from "@khoj/db";
import { pageTexts, type StoredText } from "./export-store.ts";

const page = 50;

/** Every document of a space with its text, a page at a time; what was not read has none. */
export async function* exportDocuments(database: Database, spaceId: string): AsyncGenerator<StoredText> {
  for (let after: string | undefined; ; ) {
    const texts = await database.inSpaces([spaceId], (sql) => pageTexts(sql, spaceId, after, page));
    yield* texts;
    after = texts.at(-1)?.id;
    if (texts.length < page) return;
  }
}
