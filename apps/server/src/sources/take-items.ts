import { type Item, SkipItem } from "@khoj/connectors";
import { type IncomingFile, type IngestRoom, UnreadableFile } from "../ingest/index.ts";
import type { Library, Origin, UnreadFile } from "../library/index.ts";

export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** Hands items to ingest as if they had been uploaded under this origin. */
export async function takeItems(
  ingest: IngestRoom,
  spaceId: string,
  origin: Origin,
  items: readonly Item[],
): Promise<void> {
  await ingest.take(spaceId, origin, incoming(items));
}

async function* incoming(items: readonly Item[]): AsyncGenerator<IncomingFile> {
  for (const item of items) yield { fileName: item.name, relativeName: item.relativeName, content: contentOf(item) };
}

/** An empty file on disk is a file still: without bytes it would be taken for one that is gone. */
async function* contentOf(item: Item): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  try {
    for await (const piece of item.content()) {
      isEmpty = false;
      yield piece;
    }
  } catch (error) {
    if (error instanceof SkipItem) throw new UnreadableFile(error.message, { cause: error });
    throw error;
  }
  if (isEmpty) throw new UnreadableFile("the file is empty");
}

/** Names what is left out, once: what is written there already is not written again at every start. */
export async function noteSkipped(
  library: Library,
  spaceId: string,
  origin: Origin,
  skipped: readonly Skipped[],
): Promise<void> {
  const names = skipped.map(({ name }) => name);
  const known = new Map((await library.known(spaceId, origin, names)).map((file) => [file.fileName, file]));
  const fresh = skipped.flatMap(({ name, reason }): UnreadFile[] => {
    const before = known.get(name);
    if (before?.state === "skipped" && before.reason === reason) return [];
    const file = { origin, fileName: name, fileType: "plaintext" as const, bytes: 0, fingerprint: undefined };
    return [{ ...file, state: "skipped", reason }];
  });
  if (fresh.length > 0) await library.save(spaceId, fresh);
}
