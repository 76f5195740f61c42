import { badRequest, type TransferFiles, type TransferOutcome } from "@khoj/contract";
import type { z } from "zod";
import type { Transfer } from "../library/index.ts";
import type { Actor } from "../platform/actor.ts";
import { readableSpaces, writableSpace } from "../platform/permitted-spaces.ts";
import type { SpacesDeps } from "./open-spaces.ts";

/** Moves or copies files: to copy one must read there and write here, to move write in both. */
export async function transfer(
  { library }: SpacesDeps,
  actor: Actor,
  how: Transfer["how"],
  { file_names: fileNames, from, to }: z.output<typeof TransferFiles>,
): Promise<z.output<typeof TransferOutcome>> {
  if (from === to) throw badRequest("The files are in that space already; name another one");
  const source = how === "move" ? writableSpace(actor, from) : readableSpaces(actor, from)[0];
  const target = writableSpace(actor, to);
  const files = await library.transfer({ fileNames: [...new Set(fileNames)], from: source ?? from, to: target, how });
  return { files: files.map(({ fileName, done, reason }) => ({ file_name: fileName, done, reason: reason ?? null })) };
}
