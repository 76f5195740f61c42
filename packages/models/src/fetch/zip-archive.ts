import type { Readable } from "node:stream";
import { KhojError } from "@khoj/contract";
import { type Entry, openPromise, type ZipFile } from "yauzl";

/** No package of a model holds more: a directory of millions of members is not read to its end. */
const mostMembers = 10_000;

/** Gives one member of a ZIP archive as it is unpacked, and its length as the archive tells it. Nothing else is unpacked. */
export async function readZipMember<Result>(
  file: string,
  name: string,
  use: (pieces: Readable, bytes: number) => Promise<Result>,
): Promise<Result> {
  const archive = await openPromise(file, { autoClose: false, lazyEntries: true }).catch(refuse);
  try {
    const member = await findMember(archive, name).catch(refuse);
    if (member === undefined) throw new KhojError("unavailable", `the package holds no ${name}`);
    const pieces = await archive.openReadStreamPromise(member).catch(refuse);
    // Of members: where what is packed is damaged, or longer or shorter than the archive tells, the reading fails.
    return await use(pieces, member.uncompressedSize);
  } finally {
    archive.close();
  }
}

async function findMember(archive: ZipFile, name: string): Promise<Entry | undefined> {
  if (archive.entryCount > mostMembers) throw new Error("too many members");
  for await (const member of archive.eachEntry()) if (member.fileName === name) return member;
  return undefined;
}

function refuse(cause: unknown): never {
  throw new KhojError("unavailable", "the package is no ZIP archive that can be read", { cause });
}
