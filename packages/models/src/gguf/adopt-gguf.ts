import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, constants, copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { badRequest, conflict } from "@khoj/contract";
import { installFiles, partPrefix } from "../installed/install-files.ts";
import { findInstalled, isName } from "../installed/installed-models.ts";
import { type GgufFacts, readGguf } from "./read-gguf.ts";

export interface AdoptedGguf {
  /** Its name in the folder of models. */
  readonly name: string;
  readonly facts: GgufFacts;
}

export interface Adopting {
  /** The folder, in that of models, that is filled first; it is gone afterwards. */
  readonly part?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a GGUF file is called in the folder of models. */
export const nameOfGguf = (file: string): string => path.basename(file).replace(/\.gguf$/i, "");

/** Copies a GGUF file of one's own into the folder of models, with its hash recorded. */
export async function adoptGguf(
  from: string,
  models: string,
  { part = `${partPrefix}${randomUUID()}`, signal }: Adopting = {},
): Promise<AdoptedGguf> {
  const file = path.basename(from);
  const name = nameOfGguf(from);
  if (!isName(name))
    throw badRequest(`${JSON.stringify(name)} cannot be a model's name; letters, digits, dots and dashes can`);
  const facts = await readGguf(from);
  const before = await findInstalled(models, name);
  if (before !== undefined && before.purpose !== "chat")
    throw conflict(`A model named ${name} is installed and does something else; give the file another name`);
  const to = path.join(models, part);
  await mkdir(to, { recursive: true, mode: 0o700 });
  try {
    await copy(from, path.join(to, file), signal);
    await chmod(path.join(to, file), 0o600);
    signal?.throwIfAborted();
    await installFiles(to, models, {
      name,
      purpose: "chat",
      from: `the file ${path.resolve(from)}`,
      files: [file],
    });
  } finally {
    await rm(to, { recursive: true, force: true });
  }
  return { name, facts };
}

/** Shares the blocks where the file system can; else it takes as long as gigabytes take, and can be broken off. */
async function copy(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  const isShared = await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false,
  );
  if (isShared) return;
  const options = signal === undefined ? {} : { signal };
  await pipeline(createReadStream(from), createWriteStream(to, { mode: 0o600 }), options).catch(
    (cause: NodeJS.ErrnoException) => {
      signal?.throwIfAborted();
      const full = cause.code === "ENOSPC" ? "; the disk is full: make room, or move the data directory" : "";
      throw badRequest(`${from} cannot be copied to ${path.dirname(to)} (${cause.code})${full}`, { cause });
    },
  );
}
