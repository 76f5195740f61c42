import { openAsBlob } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { KhojClient, UploadFile } from "@khoj/client";
import { badRequest } from "@khoj/contract";
import type { Output } from "../output.ts";

/** Files sent per round: bounds how many are open, and how long it is quiet between two lines of progress. */
const roundSize = 200;

/**
 * Sends files and folders to the server under their absolute paths. One refused file never stops the others;
 * returns whether all were taken.
 */
export async function indexFiles(
  client: KhojClient,
  output: Output,
  paths: readonly string[],
  force: boolean,
): Promise<boolean> {
  const names: string[] = [];
  for (const path of paths) for await (const name of filesUnder(resolve(path))) names.push(name);
  const refused: { file: string; reason: string }[] = [];
  let saved = 0;
  for (let from = 0; from < names.length; from += roundSize) {
    const files = await Promise.all(names.slice(from, from + roundSize).map(openFile));
    await client.upload.send(files, {
      force,
      onFile(name, outcome) {
        if (outcome.state === "saved") saved += 1;
        if (outcome.state === "refused") refused.push({ file: name, reason: outcome.reason });
      },
    });
    if (names.length > roundSize)
      output.note(`${Math.min(from + roundSize, names.length)} of ${names.length} files sent`);
  }
  output.document({ sent: names.length, saved, refused });
  output.line(`${saved} of ${names.length} files taken.`);
  for (const { file, reason } of refused) output.line(`  ${file}: ${reason}`);
  return refused.length === 0;
}

const openFile = async (name: string): Promise<UploadFile> => ({ name, content: await openAsBlob(name) });

/** Regular files below `path`, or the file itself. Hidden entries and links are passed over, as in watched folders. */
async function* filesUnder(path: string): AsyncGenerator<string> {
  const entry = await stat(path).catch((cause: unknown) => {
    throw badRequest(`${path} cannot be read. Name a file or a folder that exists.`, { cause });
  });
  if (entry.isFile()) yield path;
  if (!entry.isDirectory()) return;
  for (const child of await readdir(path, { withFileTypes: true })) {
    if (child.name.startsWith(".")) continue;
    if (child.isDirectory() || child.isFile()) yield* filesUnder(join(path, child.name));
  }
}
