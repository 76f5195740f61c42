import type { Draft } from "./parser.ts";

/** What a parser of bytes is given. */
export interface BinarySource {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}

/**
 * Reads one format out of bytes that may have been made to harm. Whatever they are, it returns a draft or throws
 * UnreadableError. Memory is bounded by the process it runs in; everything else it bounds itself by `tools.limits`, and
 * says in `missing` what it left out. Between parts of its work it asks `tools.isLate()` and stops where it is.
 */
export type BinaryParser = (source: BinarySource, tools: ParseTools) => Promise<Draft>;

export interface ParseTools {
  readonly limits: ParseLimits;
  readonly resources: Resources;
  /** The time for this file is over. */
  isLate(): boolean;
  /** Milliseconds that may still go to reading pictures of text; `spend` takes some. */
  readonly ocr: { left(): number; spend(milliseconds: number): void };
}

export interface ParseLimits {
  readonly pages: number;
  /** Of one picture, width by height. */
  readonly pixels: number;
  /** What the packed parts of one file may come to when they are unpacked. */
  readonly unpackedBytes: number;
  /** Characters of text. */
  readonly characters: number;
}

/** Programs and data that engines are made of, by name: see resource-files.ts. */
export interface Resources {
  read(name: string): Promise<Uint8Array>;
  names(): Promise<readonly string[]>;
}

export const usualLimits: ParseLimits = {
  pages: 5000,
  pixels: 60e6,
  unpackedBytes: 400e6,
  characters: 50e6,
};
