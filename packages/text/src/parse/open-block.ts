import type { BlockWriter } from "../block-writer.ts";
import type { BlockKind } from "../document.ts";

/** The block a line parser is in the middle of: lines extend it until something else begins. */
export class OpenBlock {
  kind: BlockKind | undefined;
  start = 0;
  end = 0;
  lines = 0;
  readonly #writer: BlockWriter;

  constructor(writer: BlockWriter) {
    this.#writer = writer;
  }

  /** Ends the block that is open and begins another. */
  begin(kind: BlockKind, start: number, end: number): void {
    this.close();
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.lines = 1;
  }

  extend(end: number): void {
    this.end = end;
    this.lines++;
  }

  /** Adds a line to the open block when it is of that kind, else begins one. */
  continue(kind: BlockKind, start: number, end: number): void {
    if (this.kind === kind) this.extend(end);
    else this.begin(kind, start, end);
  }

  close(): void {
    if (this.kind !== undefined) this.#writer.add(this.kind, this.start, this.end);
    this.kind = undefined;
  }

  /** Forgets the open block, its text having become something else (a heading). */
  drop(): void {
    this.kind = undefined;
  }
}
