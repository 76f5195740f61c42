import { createWriteStream } from "node:fs";
import { constants, lstat, open } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { badRequest } from "@khoj/contract";
import { longestOf } from "./file-limits.ts";

/**
 * Copies one file of a folder, for its owner alone. Links are not followed, of folders on the way neither: what the
 * folder holds is a model, and not whatever else its maker would like to have read. False: it is not there.
 */
export async function copyRegular(folder: string, name: string, to: string): Promise<boolean> {
  const parts = name.split("/");
  for (const [index] of parts.entries()) {
    const place = path.join(folder, ...parts.slice(0, index + 1));
    const facts = await lstat(place).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return undefined;
      throw unreadable(place, cause);
    });
    if (facts === undefined) return false;
    if (facts.isSymbolicLink())
      throw badRequest(`${place} is a link, which is not followed; copy the folder with its contents first: cp -rL`);
    const isLast = index === parts.length - 1;
    if (isLast ? !facts.isFile() : !facts.isDirectory())
      throw badRequest(`${place} is no ${isLast ? "regular file" : "folder"}; a model is made of files`);
  }
  await copyChecked(path.join(folder, name), path.basename(name), to);
  return true;
}

async function copyChecked(from: string, name: string, to: string): Promise<void> {
  // Not even one that becomes a link, or a pipe nobody writes to, in between.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(from, flags).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(from, cause);
  });
  try {
    const facts = await handle.stat();
    const most = longestOf(name);
    if (!facts.isFile()) throw badRequest(`${from} is no regular file; a model is made of files`);
    if (facts.size > most)
      throw badRequest(`${from} has ${facts.size} bytes; ${name} of a model has ${most} at most, so it is none`);
    const source = handle.createReadStream({ autoClose: false, end: Math.max(0, facts.size - 1) });
    await pipeline(source, createWriteStream(to, { flags: "wx", mode: 0o600 }));
  } finally {
    await handle.close();
  }
}

const unreadable = (file: string, cause: NodeJS.ErrnoException): Error =>
  badRequest(`${file} cannot be copied (${cause.code})`, { cause });
