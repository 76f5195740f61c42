import { createHash } from "node:crypto";
import { parserVersion } from "@khoj/text";
import type { IncomingFile } from "./incoming-file.ts";
import { openSpool, type Spool } from "./spool.ts";

/** A file whose bytes have all come: small ones in memory, others on disk under no name. */
export interface ReceivedFile {
  readonly fileName: string;
  readonly mimeType: string | undefined;
  readonly charset: string | undefined;
  readonly bytes: number;
  /** Its beginning, enough to tell what it is. */
  readonly head: Uint8Array;
  readonly fingerprint: Uint8Array;
  /** Longer than is taken: `bytes` is what was read until that showed, and the content is gone. */
  readonly isTooLarge: boolean;
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  release(): Promise<void>;
}

const inMemory = 1 << 20;
const headLength = 64 << 10;

/** Takes in the bytes of one file, hashing as they come. Memory stays small whatever the file's size. */
export async function receiveFile(file: IncomingFile, limit: number, spoolDirectory: string): Promise<ReceivedFile> {
  const hash = createHash("sha256").update(`${parserVersion}\n${file.mimeType ?? ""}\n${file.charset ?? ""}\n`);
  const pieces: Uint8Array[] = [];
  let spool: Spool | undefined;
  let bytes = 0;
  let head: Uint8Array = Buffer.alloc(0);
  try {
    for await (const piece of file.content) {
      bytes += piece.length;
      // The rest need not be read: it may be a file of the disk that has no end.
      if (bytes > limit) break;
      hash.update(piece);
      if (head.length < headLength) head = Buffer.concat([head, piece]).subarray(0, headLength);
      if (spool === undefined && bytes > inMemory) {
        spool = await openSpool(spoolDirectory);
        for (const earlier of pieces.splice(0)) await spool.write(earlier);
      }
      if (spool === undefined) pieces.push(piece);
      else await spool.write(piece);
    }
  } catch (error) {
    await spool?.release();
    throw error;
  }
  const isTooLarge = bytes > limit;
  if (isTooLarge) await spool?.release();
  const kept = spool;
  return {
    fileName: file.fileName,
    mimeType: file.mimeType,
    charset: file.charset,
    bytes,
    head,
    fingerprint: hash.digest(),
    isTooLarge,
    open: () => (kept === undefined ? pieces : kept.read()),
    release: async () => {
      pieces.length = 0;
      if (!isTooLarge) await kept?.release();
    },
  };
}
