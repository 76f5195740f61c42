import { rm } from "node:fs/promises";
import path from "node:path";
import type { PinnedFile } from "../catalogue/catalogue-entry.ts";
import { checkKept } from "./check-kept.ts";
import { keepStream } from "./keep-pieces.ts";
import { readZipMember } from "./zip-archive.ts";

export interface Unpacking {
  /** Where in the archive the files lie, with a slash at the end. */
  readonly folder: string;
  /** The archive inside the archive that holds them. */
  readonly inner?: string | undefined;
  readonly files: readonly PinnedFile[];
  readonly to: string;
}

/** The longest archive inside an archive, in bytes. */
const longestInner = 4_000_000_000;

/** Takes the files wanted out of a ZIP archive, each held to its hash. Nothing else of it is unpacked. */
export async function unpackFiles(archive: string, { inner, ...wanted }: Unpacking): Promise<void> {
  if (inner !== undefined) {
    const file = path.join(wanted.to, "inner.part");
    await takeMember(archive, inner, file, longestInner);
    await unpackFiles(file, wanted);
    return rm(file);
  }
  for (const pinned of wanted.files) {
    const kept = await takeMember(
      archive,
      wanted.folder + pinned.name,
      path.join(wanted.to, pinned.name),
      pinned.bytes,
    );
    checkKept(kept, pinned, pinned.name);
  }
}

const takeMember = (archive: string, name: string, to: string, most: number) =>
  readZipMember(archive, name, (pieces, bytes) => keepStream(pieces, to, Math.min(most, bytes)));
