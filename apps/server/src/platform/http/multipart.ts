import { badRequest } from "@khoj/contract";
import { ByteSource } from "./byte-source.ts";
import { type PartHeaders, readParameters, readPartHeaders } from "./part-headers.ts";

export interface MultipartLimits {
  /** Upstream's clients send at most 1,000. */
  readonly maxParts: number;
  /** Longer parts are read past, not kept: the others are not their hostages. */
  readonly maxPartBytes: number;
}

export type PartContent =
  | { readonly state: "whole"; readonly bytes: Buffer }
  | { readonly state: "too-large" }
  /** The body ended inside this part: it is not the file, only its beginning. */
  | { readonly state: "cut" };

export interface Part extends PartHeaders {
  /** Reads the content; once, and before the next part is asked for. A part that is not read is passed over. */
  read(): Promise<PartContent>;
  /** Instead of `read`: the content as it arrives, however long. Throws PartCutError where the body ends inside it. */
  pieces(): AsyncIterable<Buffer>;
}

/** The body ended inside a part: what came of it is not the file. */
export class PartCutError extends Error {
  override readonly name = "PartCutError";
}

const crlf = Buffer.from("\r\n");
const maxHeaderBytes = 64 * 1024;

/**
 * The parts of a `multipart/form-data` body as they arrive, one in memory at a time. Nothing at all when the body is of
 * another type: some clients send an upload without files that way.
 *
 * Our own reader because no library takes what upstream's clients send: Emacs puts a bare newline before the first
 * boundary (others lose the first file), and file names are whole paths in raw UTF-8 (wire.md §9).
 */
export async function* readParts(
  stream: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  limits: MultipartLimits,
): AsyncGenerator<Part> {
  const { value, parameters } = readParameters(contentType ?? "");
  if (value !== "multipart/form-data") return;
  const boundary = parameters.get("boundary");
  if (!boundary) throw badRequest("Missing boundary in multipart.");
  const source = new ByteSource(stream);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  if (!(await skipPreamble(source, delimiter.subarray(crlf.length)))) return;
  for (let count = 1; await anotherPart(source); count += 1) {
    const headers = await takeHeaders(source);
    if (headers === undefined) return;
    if (count > limits.maxParts) {
      throw badRequest(`Too many files. Maximum number of files is ${limits.maxParts}.`);
    }
    const { read, pieces, skip } = makeContent(source, delimiter, limits.maxPartBytes);
    yield { ...readPartHeaders(headers), read, pieces };
    await skip();
  }
}

/** Only line ends may stand before the first boundary. False when there is nothing else. */
async function skipPreamble(source: ByteSource, dashedBoundary: Buffer): Promise<boolean> {
  for (;;) {
    const [byte] = await source.peek(1);
    if (byte === undefined) return false;
    if (byte !== 0x0a && byte !== 0x0d) break;
    source.take(1);
  }
  const start = await source.peek(dashedBoundary.length);
  if (!start.equals(dashedBoundary)) throw badRequest("Invalid multipart data.");
  source.take(dashedBoundary.length);
  return true;
}

/** After a boundary: `--` ends the body, a line end begins a part. Blanks may stand between. */
async function anotherPart(source: ByteSource): Promise<boolean> {
  for (;;) {
    const next = await source.peek(2);
    if (next.equals(crlf)) return true;
    if (next.length < 2 || next.equals(Buffer.from("--"))) return false;
    if (next[0] !== 0x20 && next[0] !== 0x09) throw badRequest("Invalid multipart data.");
    source.take(1);
  }
}

async function takeHeaders(source: ByteSource): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  const whole = await source.takeUntil(Buffer.from("\r\n\r\n"), (piece) => {
    length += piece.length;
    if (length > maxHeaderBytes) throw badRequest(`The headers of a part are longer than ${maxHeaderBytes} bytes.`);
    pieces.push(piece);
  });
  return whole ? Buffer.concat(pieces) : undefined;
}

interface Content extends Pick<Part, "read" | "pieces"> {
  /** Passes over whatever nobody read. */
  skip(): Promise<void>;
}

function makeContent(source: ByteSource, delimiter: Buffer, maxBytes: number): Content {
  const arriving = takePieces(source, delimiter);
  let content: Promise<PartContent> | undefined;
  return {
    read: () => {
      content ??= gather(arriving, maxBytes);
      return content;
    },
    pieces: () => wholeOnly(arriving),
    skip: async () => {
      await content;
      while (!(await arriving.next()).done);
    },
  };
}

/** Up to the next boundary; returns false when there is none. */
async function* takePieces(source: ByteSource, delimiter: Buffer): AsyncGenerator<Buffer, boolean, undefined> {
  const dashedBoundary = delimiter.subarray(crlf.length);
  if ((await source.peek(dashedBoundary.length)).equals(dashedBoundary)) {
    source.take(dashedBoundary.length);
    return true;
  }
  return yield* source.piecesUntil(delimiter);
}

async function gather(arriving: AsyncGenerator<Buffer, boolean>, maxBytes: number): Promise<PartContent> {
  let pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const next = await arriving.next();
    if (next.done && !next.value) return { state: "cut" };
    if (next.done) return length > maxBytes ? { state: "too-large" } : { state: "whole", bytes: Buffer.concat(pieces) };
    length += next.value.length;
    if (length > maxBytes) pieces = [];
    else if (next.value.length > 0) pieces.push(next.value);
  }
}

/** Left early, it leaves the rest to `skip`. */
async function* wholeOnly(arriving: AsyncGenerator<Buffer, boolean>): AsyncGenerator<Buffer, void, undefined> {
  for (;;) {
    const next = await arriving.next();
    if (next.done && !next.value) throw new PartCutError("The upload ended in the middle of a file");
    if (next.done) return;
    if (next.value.length > 0) yield next.value;
  }
}
