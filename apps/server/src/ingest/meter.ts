import type { ParseOutcome } from "./parser/parser-pool.ts";

/** Milliseconds spent in each step of ingest since the start, and what went through it. */
export interface Timings {
  readonly files: number;
  readonly bytes: number;
  readonly chunks: number;
  readonly milliseconds: Readonly<Record<"parse" | "chunk" | "encode" | "ocr" | "parsers" | "known" | "save", number>>;
}

export interface Meter {
  time<Result>(step: "parsers" | "known" | "save", work: () => Promise<Result>): Promise<Result>;
  read(outcome: ParseOutcome): void;
  timings(): Timings;
}

export function openMeter(): Meter {
  const milliseconds = { parse: 0, chunk: 0, encode: 0, ocr: 0, parsers: 0, known: 0, save: 0 };
  const seen = { files: 0, bytes: 0, chunks: 0 };
  return {
    async time(step, work) {
      const start = performance.now();
      const result = await work();
      milliseconds[step] += performance.now() - start;
      return result;
    },
    read(outcome) {
      seen.files++;
      if (outcome.kind !== "answered" || outcome.answer.kind !== "read") return;
      const { answer } = outcome;
      seen.bytes += answer.textBytes;
      seen.chunks += answer.chunkCount;
      milliseconds.parse += answer.milliseconds.parse;
      milliseconds.chunk += answer.milliseconds.chunk;
      milliseconds.encode += answer.milliseconds.encode;
      milliseconds.ocr += answer.milliseconds.ocr;
    },
    timings: () => ({ ...seen, milliseconds: { ...milliseconds } }),
  };
}
