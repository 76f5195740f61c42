import { chunk, drawPage, packWords, parse, UnreadableError } from "@khoj/text";
import { encodeContent } from "../../library/index.ts";
import { frameStart, readFrames } from "./frame.ts";
import type { ParseAnswer, ParseRequest, RequestedFile } from "./messages.ts";
import { openBudget, openResources, toolsFor } from "./parse-tools.ts";
import type { ParserResource } from "./program.ts";

// The parser's own process: frames of files come in by standard input, one frame for each file goes out by standard
// output. It reads no files but its engines, opens no connection and ends when the server does.

const longestBody = 0xffffffff;
const resources = openResources(JSON.parse(process.argv[2] ?? "[]") as readonly ParserResource[]);
type Budget = ReturnType<typeof openBudget>;

interface Answer {
  readonly head: ParseAnswer;
  readonly body: readonly Uint8Array[];
}

async function answer(file: RequestedFile, index: number, bytes: Uint8Array, ocr: Budget): Promise<void> {
  const { head, body } = await read(file, index, bytes, ocr);
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  process.stdout.write(frameStart(head, length));
  for (const piece of body) process.stdout.write(piece);
}

async function read(file: RequestedFile, index: number, bytes: Uint8Array, ocr: Budget): Promise<Answer> {
  try {
    return file.draw === undefined ? await readText(file, index, bytes, ocr) : await draw(file.draw, index, bytes);
  } catch (error) {
    // Whatever else a parser throws is a fault of ours: the process ends, and the server says which file it was.
    if (!(error instanceof UnreadableError)) throw error;
    return { head: { kind: "unreadable", index, reason: error.message }, body: [] };
  }
}

async function draw(wanted: NonNullable<RequestedFile["draw"]>, index: number, bytes: Uint8Array): Promise<Answer> {
  const picture = await drawPage(bytes, wanted, resources);
  return { head: { kind: "drawn", index, bytes: picture.length }, body: [picture] };
}

async function readText(file: RequestedFile, index: number, bytes: Uint8Array, ocr: Budget): Promise<Answer> {
  const start = performance.now();
  const spentBefore = ocr.spent();
  const document = await parse({ ...file, bytes }, toolsFor(resources, ocr, file.milliseconds));
  if (document.privateBy !== undefined)
    return { head: { kind: "private" as const, index, rule: document.privateBy }, body: [] };
  const parsed = performance.now();
  const chunks = chunk(document);
  const chunked = performance.now();
  const content = encodeContent(document.text, chunks);
  const pages = (document.pages ?? []).map((page) => ({ page, packed: packWords(page) }));
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
    pages: pages.map(({ page: { number, start, end, width, height }, packed }) => ({
      number,
      start,
      end,
      width,
      height,
      bytes: packed.length,
    })),
    waits: document.waits ?? false,
    milliseconds: {
      parse: parsed - start,
      chunk: chunked - parsed,
      encode: performance.now() - chunked,
      ocr: ocr.spent() - spentBefore,
    },
  };
  return { head, body: [content.text, ...content.chunks, ...pages.map(({ packed }) => packed)] };
}

for await (const frame of readFrames(process.stdin, longestBody)) {
  const { files, ocrMilliseconds } = frame.head as ParseRequest;
  const ocr = openBudget(ocrMilliseconds);
  let offset = 0;
  for (const [index, file] of files.entries()) {
    await answer(file, index, frame.body.subarray(offset, offset + file.bytes), ocr);
    offset += file.bytes;
  }
}
