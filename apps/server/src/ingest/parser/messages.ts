import { classifications } from "@khoj/contract";
import { z } from "zod";

/** The head of a request: the files whose bytes follow one after the other. */
export interface ParseRequest {
  readonly files: readonly RequestedFile[];
  /** How long pictures of text may be read, all files together. */
  readonly ocrMilliseconds: number;
}

export interface RequestedFile {
  readonly fileName: string;
  readonly mimeType?: string | undefined;
  readonly charset?: string | undefined;
  readonly bytes: number;
  /** After this long what was read of the file is the answer; what is still unread is named. */
  readonly milliseconds?: number | undefined;
  /** Not its text but a picture of this page is wanted, of at most so many pixels. */
  readonly draw?: { readonly page: number; readonly pixels: number } | undefined;
}

/** How long the steps of a file took, for the status and the benchmark. */
const milliseconds = z.object({
  parse: z.number(),
  chunk: z.number(),
  encode: z.number(),
  ocr: z.number(),
});

/** A page; the places of its words follow in the body. */
const PageHead = z.object({
  number: z.int().min(1),
  start: z.int().min(0),
  end: z.int().min(0),
  width: z.number(),
  height: z.number(),
  bytes: z.int().min(0),
});

/** The head of the answer to one file. Checked, since a parser that was taken over may say anything. */
export const ParseAnswer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("read"),
    index: z.int().min(0),
    format: z.string(),
    title: z.string().optional(),
    language: z.string().max(8).optional(),
    tags: z.array(z.string()),
    classification: z.enum(classifications).optional(),
    missing: z.array(z.string()),
    contentHash: z.hex().length(64),
    chunkCount: z.int().min(0),
    textBytes: z.int().min(0),
    pieceBytes: z.array(z.int().min(0)),
    pages: z.array(PageHead),
    waits: z.boolean(),
    milliseconds,
  }),
  z.object({ kind: z.literal("drawn"), index: z.int().min(0), bytes: z.int().min(0) }),
  z.object({ kind: z.literal("private"), index: z.int().min(0), rule: z.string() }),
  z.object({ kind: z.literal("unreadable"), index: z.int().min(0), reason: z.string() }),
]);
export type ParseAnswer = z.output<typeof ParseAnswer>;
