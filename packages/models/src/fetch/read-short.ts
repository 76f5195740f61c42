import { KhojError } from "@khoj/contract";
import type { WebAnswer } from "./ask-web.ts";

const most = 16 * 1024 * 1024;

/** An answer's whole text; what is longer than a list of files can be is refused. */
export async function readShort(answer: WebAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body) {
    bytes += piece.length;
    if (bytes > most) throw new KhojError("unavailable", `${answer.address.host} answers more than ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
