import type { Readable } from "node:stream";
import { readBody } from "../../platform/http/body.ts";

/** What providers post is a form, not JSON. */
export const readForm = async (stream: Readable): Promise<URLSearchParams> =>
  new URLSearchParams((await readBody(stream, 64 * 1024)).toString("utf8"));
