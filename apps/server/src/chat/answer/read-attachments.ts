import type { AttachedFile } from "@khoj/contract";
import type { Candidate } from "./weigh-passages.ts";
import { fold, type Word } from "./words.ts";

/** A passage of a file that came with the question. Its words are quoted like a note's and obeyed as little. */
export interface AttachedPassage extends Candidate {
  readonly from: "attachment";
  readonly start: number;
  readonly line: number;
}

/** Characters of attached text that are looked through; the rest is kept with the message and not searched. */
export const mostAttachedText = 5_000_000;
const about = 500;
const mostPassages = 200;

/** The passages of attached files that may have one of the words, those with most of them first. */
export function readAttachments(files: readonly AttachedFile[], words: readonly Word[]): readonly AttachedPassage[] {
  const beginnings = [...new Set(words.map(({ folded }) => folded.slice(0, 4)))];
  let left = mostAttachedText;
  const passages = files.flatMap((file) => {
    const content = file.content.slice(0, left);
    left -= content.length;
    return cutPassages(content).flatMap((passage) => {
      const folded = fold(passage.text);
      const likely = beginnings.filter((beginning) => folded.includes(beginning)).length;
      return likely > 0 ? [{ likely, passage: toCandidate(file.name, passage) }] : [];
    });
  });
  return passages
    .sort((one, other) => other.likely - one.likely)
    .slice(0, mostPassages)
    .map(({ passage }) => passage);
}

/** The first `characters` of attached files in passages, in order. */
export function wholeAttachments(files: readonly AttachedFile[], characters: number): readonly AttachedPassage[] {
  let left = characters;
  return files.flatMap((file) => {
    const content = file.content.slice(0, Math.max(0, left));
    left -= content.length;
    return cutPassages(content).map((passage) => toCandidate(file.name, passage));
  });
}

interface CutPassage {
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

const toCandidate = (fileName: string, { text, start, line }: CutPassage): AttachedPassage => ({
  from: "attachment",
  text,
  title: undefined,
  headings: [],
  fileName,
  terms: [],
  relevance: 0,
  citedBefore: false,
  start,
  line,
});

/** On blank lines, of about the size notes are cut into; a paragraph without end on line ends, a line without end anywhere. */
function cutPassages(content: string): readonly CutPassage[] {
  const passages: CutPassage[] = [];
  let start = 0;
  let startLine = 1;
  let offset = 0;
  let line = 1;
  const flush = (end: number) => {
    for (let from = start; from < end; from += about * 2) {
      const text = content.slice(from, Math.min(from + about * 2, end)).trimEnd();
      if (text.trim() !== "") passages.push({ text, start: from, line: startLine });
    }
  };
  for (const text of content.split("\n")) {
    const isFull = offset - start >= about && (text.trim() === "" || offset - start >= about * 2);
    if (isFull || (text.trim() === "" && offset === start)) {
      flush(offset);
      start = text.trim() === "" ? offset + text.length + 1 : offset;
      startLine = text.trim() === "" ? line + 1 : line;
    }
    offset += text.length + 1;
    line += 1;
  }
  flush(content.length);
  return passages;
}
