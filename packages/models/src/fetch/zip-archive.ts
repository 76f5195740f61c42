import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { KhojError } from "@khoj/contract";

export interface ZipMember {
  readonly name: string;
  /** Unpacked, as the archive says; what it unpacks to is for the reader to count. */
  readonly bytes: number;
  readonly packedBytes: number;
  readonly method: number;
  readonly offset: number;
}

const endSign = 0x06054b50;
const memberSign = 0x02014b50;
const localSign = 0x04034b50;
const endBytes = 22;
const longestComment = 0xffff;
const longestDirectory = 16 * 1024 * 1024;

/** The members of a ZIP archive, from the directory at its end: nothing is unpacked. */
export async function listZipMembers(file: string): Promise<readonly ZipMember[]> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const tail = await read(handle, Math.max(0, size - endBytes - longestComment), size);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end < 0 || tail.length - end < endBytes || tail.readUInt32LE(end) !== endSign) throw noArchive();
    const bytes = tail.readUInt32LE(end + 12);
    const offset = tail.readUInt32LE(end + 16);
    if (bytes > longestDirectory || offset + bytes > size) throw noArchive();
    return readDirectory(await read(handle, offset, offset + bytes));
  } finally {
    await handle.close();
  }
}

function readDirectory(directory: Buffer): ZipMember[] {
  const members: ZipMember[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== memberSign) throw noArchive();
    const nameBytes = directory.readUInt16LE(at + 28);
    members.push({
      name: directory.toString("utf8", at + 46, at + 46 + nameBytes),
      bytes: directory.readUInt32LE(at + 24),
      packedBytes: directory.readUInt32LE(at + 20),
      method: directory.readUInt16LE(at + 10),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return members;
}

/** Unpacks one member as it is read. Where the archive is damaged, the reading fails. */
export async function readZipMember(file: string, member: ZipMember): Promise<Readable> {
  const handle = await open(file, "r");
  const header = await read(handle, member.offset, member.offset + 30).finally(() => handle.close());
  if (header.length < 30 || header.readUInt32LE(0) !== localSign) throw noArchive();
  const start = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (member.packedBytes === 0 || (member.method !== 0 && member.method !== 8)) throw noArchive();
  const packed = createReadStream(file, { start, end: start + member.packedBytes - 1 });
  if (member.method === 0) return packed;
  const inflate = createInflateRaw();
  packed.on("error", (error) => inflate.destroy(error));
  return packed.pipe(inflate);
}

async function read(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const piece = Buffer.alloc(to - from);
  const { bytesRead } = await handle.read(piece, 0, piece.length, from);
  return piece.subarray(0, bytesRead);
}

const noArchive = (): KhojError => new KhojError("unavailable", "the package is no ZIP archive that can be read");
