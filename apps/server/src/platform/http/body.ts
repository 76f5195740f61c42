import type { Readable } from "node:stream";
import { KhojError } from "@khoj/contract";
import { storableText } from "./storable-text.ts";
import { invalid } from "./validation.ts";

/** Of a question, by HTTP or as a frame of a WebSocket: room for ten pictures of 20 MB together, as text (wire.md §0.6). */
export const questionLimit = 32 * 1024 * 1024;
/** Of any other JSON; files come by multipart and have no part in it. Reading JSON is time in which nobody else is answered. */
export const defaultBodyLimit = 1024 * 1024;
/** Of JSON that anybody may send, before it is known who they are. */
export const openBodyLimit = 64 * 1024;

/** Reads a whole body, or stops reading and refuses once it is longer than `limit` bytes. */
export async function readBody(stream: Readable, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit) {
      throw new KhojError("too_large", `The body is longer than ${limit} bytes, the most this route takes`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/**
 * The JSON in a body. No body is no value, whatever its content type says: Emacs announces JSON and sends nothing.
 * Text of another content type stays a string, which no object schema takes.
 */
export function parseJsonBody(body: Buffer, contentType: string | undefined): unknown {
  if (body.length === 0) return undefined;
  const text = body.toString("utf8");
  const mime = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (mime !== "" && mime !== "application/json" && !mime.endsWith("+json")) return text;
  try {
    // Only an escape can bring what a database cannot keep, and looking for one is cheaper than visiting every value.
    return /\\u(0000|d[89a-f])/i.test(text) ? JSON.parse(text, storableValue) : JSON.parse(text);
  } catch (error) {
    throw invalid([
      {
        type: "json_invalid",
        loc: ["body", positionOf(error, text)],
        msg: "JSON decode error",
        input: {},
        ctx: { error: "Expecting value" },
      },
    ]);
  }
}

const storableValue = (_key: string, value: unknown): unknown =>
  typeof value === "string" ? storableText(value) : value;

function positionOf(error: unknown, text: string): number {
  const position = /position (\d+)/.exec(String(error))?.[1];
  return position === undefined ? text.length : Number(position);
}
