import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { ExportPart } from "../../platform/export-part.ts";

/** A ZIP archive of the parts, written as it is read: one part is open at a time, and the next is made when it is sent. */
export async function* zipParts(parts: AsyncIterable<ExportPart>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const paths = new Set<string>();
  let current: Readable | undefined;
  let hasLeft = false;
  const fill = async (): Promise<void> => {
    for await (const { path, content, modified = new Date() } of parts) {
      if (hasLeft) return;
      current = Readable.from(typeof content === "string" || content instanceof Uint8Array ? [content] : content);
      zip.addReadStream(current, uniquePath(paths, safePath(path)), { mtime: modified, mode: 0o100600 });
      await finished(current);
    }
    zip.end();
  };
  const filled = fill().catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error("The export failed"));
  });
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } finally {
    // Whoever reads may have left in the middle: then nothing more is made.
    hasLeft = true;
    output.destroy();
    current?.destroy();
    await filled;
  }
}

const longestName = 200;

/** A relative path that no program unpacks elsewhere: without `..`, drives, and signs that are none in a file's name. */
export function safePath(path: string): string {
  const names = path
    .split(/[\\/]+/)
    .map((name) => name.replace(/[\p{Cc}<>:"|?*]/gu, "-").slice(-longestName))
    .map((name) => name.replace(/[. ]+$/, ""))
    .filter((name) => name !== "");
  return names.join("/") || "unnamed";
}

/** Two names that were made the same are told apart by a number before what looks like an ending. */
function uniquePath(taken: Set<string>, path: string): string {
  const [, stem = path, ending = ""] = /^(.*?)(\.\w{1,8})?$/s.exec(path) ?? [];
  let unique = path;
  for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${stem} (${number})${ending}`;
  taken.add(unique.toLowerCase());
  return unique;
}
