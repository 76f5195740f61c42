import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { z } from "zod";
import type { Revisions } from "./index-messages.ts";

/**
 * The word index on disk, for a start without reading the whole library. It is derived: a file that is missing,
 * cut, damaged or of another version is as good as none.
 *
 * Layout: the mark, the length of the header, the header (JSON: lengths and checksums of the parts), the parts.
 */
const mark = "KHOJWORDS1";
const prefixLength = mark.length + 4;
const pieceLength = 4 << 20;

export interface Snapshot {
  /** The spaces inside, each with the revision it stands at. */
  readonly spaces: Revisions;
  readonly parts: readonly Uint8Array[];
}

interface Header {
  readonly spaces: Revisions;
  readonly parts: readonly { readonly length: number; readonly checksum: number }[];
}

/** Replaces the snapshot in one step. Gives up, leaving the old one, as soon as `isUnwanted` says so. */
export async function writeSnapshot(
  file: string,
  snapshot: Snapshot,
  isUnwanted: () => boolean,
): Promise<"written" | "given up"> {
  const draft = `${file}.draft`;
  const handle = await open(draft, "w", 0o600);
  try {
    const written = await writeParts(handle, snapshot, isUnwanted);
    if (written) await handle.sync();
    await handle.close();
    if (!written) return "given up";
    await rename(draft, file);
    return "written";
  } finally {
    await handle.close().catch(() => {});
    await rm(draft, { force: true });
  }
}

async function writeParts(handle: FileHandle, snapshot: Snapshot, stop: () => boolean): Promise<boolean> {
  const { spaces, parts } = snapshot;
  const header: Header = { spaces, parts: parts.map((part) => ({ length: part.length, checksum: crc32(part) })) };
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(prefixLength);
  prefix.write(mark, "latin1");
  prefix.writeUInt32LE(json.length, mark.length);
  await handle.writeFile(Buffer.concat([prefix, json]));
  for (const part of parts) {
    for (let at = 0; at < part.length; at += pieceLength) {
      if (stop()) return false;
      await handle.writeFile(part.subarray(at, at + pieceLength));
    }
  }
  return true;
}

export interface SavedSnapshot extends Pick<Snapshot, "spaces"> {
  /** All parts, one after the other. */
  readonly bytes: Uint8Array;
}

/** The snapshot as it was written; undefined when there is none to be trusted. */
export async function readSnapshot(file: string): Promise<SavedSnapshot | undefined> {
  const handle = await open(file, "r").catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const header = await readHeader(handle, size);
    const bytes = header && (await readParts(handle, header, size));
    return bytes && { spaces: header.spaces, bytes };
  } finally {
    await handle.close();
  }
}

export const removeSnapshot = (file: string): Promise<void> => rm(file, { force: true });

interface PlacedHeader extends Header {
  readonly end: number;
}

async function readHeader(handle: FileHandle, size: number): Promise<PlacedHeader | undefined> {
  const prefix = await readExactly(handle, 0, prefixLength);
  if (prefix?.toString("latin1", 0, mark.length) !== mark) return undefined;
  const length = prefix.readUInt32LE(mark.length);
  const json = prefixLength + length <= size ? await readExactly(handle, prefixLength, length) : undefined;
  const header = json && parseHeader(json.toString("utf8"));
  return header && { ...header, end: prefixLength + length };
}

function parseHeader(json: string): Header | undefined {
  try {
    return HeaderSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

const HeaderSchema = z.object({
  spaces: z.array(z.tuple([z.string(), z.int()])),
  parts: z.array(z.object({ length: z.int().min(0), checksum: z.int() })),
});

async function readParts(handle: FileHandle, header: PlacedHeader, size: number): Promise<Uint8Array | undefined> {
  const total = header.parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = header.end + total === size ? await readExactly(handle, header.end, total) : undefined;
  if (bytes === undefined) return undefined;
  let at = 0;
  for (const { length, checksum } of header.parts) {
    if (crc32(bytes.subarray(at, at + length)) !== checksum) return undefined;
    at += length;
  }
  return bytes;
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return buffer;
}
