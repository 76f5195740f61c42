import { createHash } from "node:crypto";
import type { Chunk } from "@khoj/text";
import { encodeContent } from "../encode-content.ts";
import type { ReadFile, UnreadFile } from "../types.ts";

/** A file whose every line is a chunk. */
export function aFile(fileName: string, text: string, more: Partial<ReadFile> = {}): ReadFile {
  return {
    origin: "upload",
    fileName,
    fileType: "markdown",
    state: "indexed",
    reason: undefined,
    title: undefined,
    language: undefined,
    tags: [],
    classification: "internal",
    fingerprint: createHash("sha256").update(text).digest(),
    bytes: Buffer.byteLength(text),
    content: encodeContent(text, lineChunks(text)),
    ...more,
  };
}

export const anUnreadFile = (fileName: string, more: Partial<UnreadFile> = {}): UnreadFile => ({
  origin: "upload",
  fileName,
  fileType: "plaintext",
  state: "skipped",
  reason: "This is a program, which is not read.",
  bytes: 3,
  fingerprint: undefined,
  ...more,
});

function lineChunks(text: string): Chunk[] {
  let start = 0;
  return text.split("\n").map((line, ordinal) => {
    const chunk: Chunk = {
      ordinal,
      text: line,
      start,
      end: start + line.length,
      line: ordinal + 1,
      page: undefined,
      headings: ["Top"],
      sectionStart: 0,
      tags: ["a tag"],
      dates: ["2026-11-24"],
    };
    start += line.length + 1;
    return chunk;
  });
}
