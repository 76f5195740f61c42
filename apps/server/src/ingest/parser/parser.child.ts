import { chunk, parse, UnreadableError } from "@khoj/text";
import { encodeContent } from "../../library/index.ts";
import { frameStart, readFrames } from "./frame.ts";
import type { ParseAnswer, ParseRequest, RequestedFile } from "./messages.ts";

// The parser's own process: frames of files come in by standard input, one frame for each file goes out by standard
// output. It reads no files, opens no connection and ends when the server does.

const longestBody = 0xffffffff;

async function answer(file: RequestedFile, index: number, bytes: Uint8Array): Promise<void> {
  const { head, body } = await read(file, index, bytes);
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  process.stdout.write(frameStart(head, length));
  for (const piece of body) process.stdout.write(piece);
}

async function read(
  file: RequestedFile,
  index: number,
  bytes: Uint8Array,
): Promise<{ head: ParseAnswer; body: readonly Uint8Array[] }> {
  try {
    return await readText(file, index, bytes);
  } catch (error) {
    // Whatever else a parser throws is a fault of ours: the process ends, and the server says which file it was.
    if (!(error instanceof UnreadableError)) throw error;
    return { head: { kind: "unreadable", index, reason: error.message }, body: [] };
  }
}

async function readText(file: RequestedFile, index: number, bytes: Uint8Array) {
  const start = performance.now();
  const document = await parse({ ...file, bytes });
  if (document.privateBy !== undefined)
    return { head: { kind: "private" as const, index, rule: document.privateBy }, body: [] };
  const parsed = performance.now();
  const chunks = chunk(document);
  const chunked = performance.now();
  const content = encodeContent(document.text, chunks);
  const head: ParseAnswer = {
    kind: "read",
    index,
    format: document.format,
    title: document.title?.toWellFormed(),
    language: document.language,
    tags: document.tags.map((tag) => tag.toWellFormed()),
    classification: document.classification,
    missing: [...document.missing],
    contentHash: Buffer.from(content.contentHash).toString("hex"),
    chunkCount: content.chunkCount,
    textBytes: content.text.length,
    pieceBytes: content.chunks.map((piece) => piece.length),
    milliseconds: { parse: parsed - start, chunk: chunked - parsed, encode: performance.now() - chunked },
  };
  return { head, body: [content.text, ...content.chunks] };
}

for await (const frame of readFrames(process.stdin, longestBody)) {
  const { files } = frame.head as ParseRequest;
  let offset = 0;
  for (const [index, file] of files.entries()) {
    await answer(file, index, frame.body.subarray(offset, offset + file.bytes));
    offset += file.bytes;
  }
}
