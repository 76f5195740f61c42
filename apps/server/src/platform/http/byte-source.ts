/** Bytes that arrive in pieces, read by what they contain. Holds no more than is asked for plus one piece. */
export class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#pieces = stream[Symbol.asyncIterator]();
  }

  /** The next `length` bytes without taking them; fewer when the stream ends before. */
  async peek(length: number): Promise<Buffer> {
    while (this.#buffer.length < length && (await this.#pull()));
    return this.#buffer.subarray(0, length);
  }

  take(length: number): Buffer {
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }

  /**
   * Takes everything up to `mark` and the mark itself, handing on what came before it piece by piece.
   * Returns false when the stream ended first; what it still held was handed on.
   */
  async *piecesUntil(mark: Buffer): AsyncGenerator<Buffer, boolean, undefined> {
    for (;;) {
      const at = this.#buffer.indexOf(mark);
      if (at >= 0) {
        const last = this.take(at);
        this.take(mark.length);
        yield last;
        return true;
      }
      // The mark may have begun at the end of what is here.
      yield this.take(Math.max(0, this.#buffer.length - mark.length + 1));
      if (!(await this.#pull())) {
        yield this.take(this.#buffer.length);
        return false;
      }
    }
  }

  /** The same with a callback for each piece. */
  async takeUntil(mark: Buffer, onPiece: (piece: Buffer) => void): Promise<boolean> {
    const pieces = this.piecesUntil(mark);
    for (;;) {
      const next = await pieces.next();
      if (next.done) return next.value;
      onPiece(next.value);
    }
  }

  async #pull(): Promise<boolean> {
    if (this.#ended) return false;
    const { done, value } = await this.#pieces.next();
    if (done) {
      this.#ended = true;
      return false;
    }
    this.#buffer = this.#buffer.length === 0 ? Buffer.from(value) : Buffer.concat([this.#buffer, value]);
    return true;
  }
}
