import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { setImmediate as breathe } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { z } from "zod";
import type { MemoryVectorIndex } from "./memory-vector-index.ts";
import type { ServedModel } from "./vector-messages.ts";
import { readSection, writeSections } from "./vector-section.ts";

/**
 * The vectors on disk, for a start without reading them all from the database. Derived, as the word index's is: a file
 * that is missing, cut, damaged, of another version or of another model is as good as none.
 *
 * Layout: the mark; then pieces, each after its length and checksum: the header (JSON), the sections, an empty one.
 */
const mark = Buffer.from("KHOJVECTORS1", "latin1");
const largestPiece = 1 << 28;

const HeaderSchema = z.object({
  model: z.object({ id: z.int(), key: z.string(), dimensions: z.int() }),
  spaces: z.array(z.tuple([z.string(), z.int()])),
});

/**
 * Replaces the snapshot in one step. Gives up, leaving the old one, when `isUnwanted` says so or the index has changed
 * meanwhile: nothing that was deleted is in the file.
 */
export async function writeVectorSnapshot(
  file: string,
  index: MemoryVectorIndex,
  model: ServedModel,
  isUnwanted: () => boolean,
): Promise<"written" | "given up"> {
  const draft = `${file}.draft`;
  const { changes } = index;
  const isOver = (): boolean => index.changes !== changes || isUnwanted();
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(mark);
    const spaces = [...index.spaces].map(([spaceId, space]) => [spaceId, space.revision] as const);
    const { id, key, dimensions } = model;
    await writePiece(handle, Buffer.from(JSON.stringify({ model: { id, key, dimensions }, spaces })));
    for (const [number, space] of [...index.spaces.values()].entries()) {
      for (const section of writeSections(space, number)) {
        await writePiece(handle, section);
        if (isOver()) return "given up";
      }
    }
    await writePiece(handle, Buffer.alloc(0));
    await handle.sync();
    await handle.close();
    if (isOver()) return "given up";
    await rename(draft, file);
    return "written";
  } finally {
    await handle.close().catch(() => {});
    await rm(draft, { force: true });
  }
}

async function writePiece(handle: FileHandle, piece: Buffer): Promise<void> {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(piece.length, 0);
  head.writeUInt32LE(crc32(piece), 4);
  await handle.writeFile(head);
  await handle.writeFile(piece);
}

/**
 * Fills an empty index from the snapshot, a section at a time; false when it is not to be trusted: then whatever was read
 * of it is dropped again.
 */
export async function readVectorSnapshot(
  file: string,
  index: MemoryVectorIndex,
  model: ServedModel,
  signal: AbortSignal,
): Promise<boolean> {
  const handle = await open(file, "r").catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const isWhole = await readPieces(handle, index, model, signal);
    if (!isWhole) for (const spaceId of [...index.spaces.keys()]) index.drop(spaceId);
    return isWhole;
  } finally {
    await handle.close();
  }
}

async function readPieces(
  handle: FileHandle,
  index: MemoryVectorIndex,
  model: ServedModel,
  signal: AbortSignal,
): Promise<boolean> {
  const begin = await readExactly(handle, mark.length);
  if (!begin?.equals(mark)) return false;
  const header = parseHeader(await readPiece(handle));
  const isOfModel = header?.model.key === model.key && header.model.id === model.id;
  if (!header || !isOfModel || header.model.dimensions !== model.dimensions) return false;
  for (;;) {
    const piece = await readPiece(handle);
    if (piece === undefined || signal.aborted) return false;
    if (piece.length === 0) break;
    const { space, versions } = readSection(piece, model.dimensions);
    const [spaceId] = header.spaces[space] ?? [];
    if (spaceId === undefined) return false;
    index.restore(spaceId, versions);
    await breathe();
  }
  for (const [spaceId, revision] of header.spaces) index.reach(spaceId, revision);
  return true;
}

async function readPiece(handle: FileHandle): Promise<Buffer | undefined> {
  const head = await readExactly(handle, 8);
  const length = head?.readUInt32LE(0) ?? largestPiece;
  const piece = length < largestPiece ? await readExactly(handle, length) : undefined;
  return piece && crc32(piece) === head?.readUInt32LE(4) ? piece : undefined;
}

async function readExactly(handle: FileHandle, length: number): Promise<Buffer | undefined> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return buffer;
}

function parseHeader(piece: Buffer | undefined): z.infer<typeof HeaderSchema> | undefined {
  try {
    return piece && HeaderSchema.safeParse(JSON.parse(piece.toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
