import type { AttachedFile } from "@khoj/contract";
import type { Candidate } from "./weigh-passages.ts";

/** A passage of a file that came with the question. Its words are quoted like a note's and obeyed as little. */
export interface AttachedPassage extends Candidate {
  readonly from: "attachment";
  readonly start: number;
  readonly line: number;
}

const about = 500;

/** Cuts attached files into passages on blank lines, of about the size notes are cut into. */
export function readAttachments(files: readonly AttachedFile[]): readonly AttachedPassage[] {
  return files.flatMap((file) =>
    cut(file.content).map(({ start, end }) => ({
      from: "attachment" as const,
      text: file.content.slice(start, end),
      title: undefined,
      headings: [],
      fileName: file.name,
      terms: [],
      relevance: 0,
      citedBefore: false,
      start,
      line: lineOf(file.content, start),
    })),
  );
}

function cut(text: string): readonly { readonly start: number; readonly end: number }[] {
  const passages: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | undefined;
  for (const found of text.matchAll(/\S(?:[^\n]|\n(?!\s*\n))*/g)) {
    const end = found.index + found[0].trimEnd().length;
    if (open !== undefined && end - open.start <= about) open.end = end;
    else {
      open = { start: found.index, end };
      passages.push(open);
    }
  }
  return passages.flatMap(({ start, end }) => split(text, start, end));
}

/** A paragraph without end is cut at line ends, and where there are none at its size. */
function split(text: string, start: number, end: number): readonly { readonly start: number; readonly end: number }[] {
  if (end - start <= about * 2) return [{ start, end }];
  const newline = text.lastIndexOf("\n", start + about);
  const middle = newline > start ? newline + 1 : start + about;
  return [{ start, end: middle }, ...split(text, middle, end)];
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;
