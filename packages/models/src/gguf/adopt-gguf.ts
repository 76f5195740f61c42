import { randomUUID } from "node:crypto";
import { chmod, constants, copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { badRequest, conflict } from "@khoj/contract";
import { installFiles, partPrefix } from "../installed/install-files.ts";
import { findInstalled, isName } from "../installed/installed-models.ts";
import { type GgufFacts, readGguf } from "./read-gguf.ts";

export interface AdoptedGguf {
  /** Its name in the folder of models. */
  readonly name: string;
  readonly facts: GgufFacts;
}

/** Copies a GGUF file of one's own into the folder of models, with its hash recorded. */
export async function adoptGguf(from: string, models: string): Promise<AdoptedGguf> {
  const file = path.basename(from);
  const name = file.replace(/\.gguf$/i, "");
  if (!isName(name))
    throw badRequest(`${JSON.stringify(name)} cannot be a model's name; letters, digits, dots and dashes can`);
  const facts = await readGguf(from);
  const before = await findInstalled(models, name);
  if (before !== undefined && before.purpose !== "chat")
    throw conflict(`A model named ${name} is installed and does something else; give the file another name`);
  const to = path.join(models, `${partPrefix}${randomUUID()}`);
  await mkdir(to, { recursive: true, mode: 0o700 });
  try {
    await copyFile(from, path.join(to, file), constants.COPYFILE_FICLONE).catch((cause: NodeJS.ErrnoException) => {
      throw badRequest(`${from} cannot be copied to ${models} (${cause.code})`, { cause });
    });
    await chmod(path.join(to, file), 0o600);
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
