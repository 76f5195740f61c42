import type { Readable } from "node:stream";

/**
 * What goes over a parser's pipes: the lengths of a JSON head and of a body of bytes, then both. Text is never inside
 * the head, so that the server can pass it on without decoding it.
 */
export interface Frame {
  readonly head: unknown;
  readonly body: Uint8Array;
}

const prefixSize = 8;
const longestHead = 64 << 20;

/** The start of a frame; exactly `bodyLength` bytes must follow. */
export function frameStart(head: unknown, bodyLength: number): Buffer {
  const json = Buffer.from(JSON.stringify(head), "utf8");
  const start = Buffer.allocUnsafe(prefixSize + json.length);
  start.writeUInt32LE(json.length, 0);
  start.writeUInt32LE(bodyLength, 4);
  json.copy(start, prefixSize);
  return start;
}

/** The frames of a stream. Ends quietly when the stream ends between two frames or inside one: the peer is gone. */
export async function* readFrames(stream: Readable, longestBody: number): AsyncGenerator<Frame, void, undefined> {
  const reader = new ByteReader(stream);
  for (;;) {
    const prefix = await reader.take(prefixSize);
    if (prefix === undefined) return;
    const headLength = prefix.readUInt32LE(0);
    const bodyLength = prefix.readUInt32LE(4);
    if (headLength > longestHead || bodyLength > longestBody) throw new RangeError("A frame is longer than agreed");
    const head = await reader.take(headLength);
    const body = head && (await reader.take(bodyLength));
    if (head === undefined || body === undefined) return;
    yield { head: JSON.parse(head.toString("utf8")), body };
  }
}

/** Copies each byte once: a body of 100 MB takes 100 MB. */
class ByteReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#pieces = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer | undefined> {
    if (this.#rest.length >= length) return this.#cut(length);
    const whole = Buffer.allocUnsafe(length);
    let filled = 0;
    for (;;) {
      const used = Math.min(this.#rest.length, length - filled);
      this.#rest.copy(whole, filled, 0, used);
      this.#rest = this.#rest.subarray(used);
      filled += used;
      if (filled === length) return whole;
      const next = await this.#pieces.next();
      if (next.done) return undefined;
      this.#rest = next.value;
    }
  }

  #cut(length: number): Buffer {
    const piece = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return piece;
  }
}
