import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { badRequest } from "@khoj/contract";

/** What `--key-file` names; `-` is the standard input. */
export async function readKey(file: string): Promise<string> {
  if (file === "-") return (await text(process.stdin)).trim();
  const content = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw badRequest(`--key-file: ${file} cannot be read (${cause.code})`, { cause });
  });
  return content.trim();
}
