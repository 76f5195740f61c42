import type { FoundChunk, FoundPiece } from "./hits-store.ts";

type Joinable = Pick<FoundChunk, "text" | "start" | "fileType" | "sectionStart" | "headings" | "wholeText" | "around">;

/**
 * What a person is shown of a hit: a short note whole; else the heading lines the chunk stands under and the chunk
 * joined with its neighbours of the section, as much as upstream shows of one entry.
 */
export function joinPassage(hit: Joinable): string {
  if (hit.wholeText !== undefined) return hit.wholeText;
  const pieces = fitting(hit);
  const passage = joinPieces(pieces);
  const lines = headingLines(hit, pieces[0]?.start === hit.sectionStart, passage);
  return [...lines, passage].join("\n");
}

/** Upstream's entries are of at most 256 words. */
const longestPassage = 1600;

/** The chunk, and on both sides in turn the neighbours that still fit. */
function fitting({ around, start }: Joinable): readonly FoundPiece[] {
  const own = around.findIndex((piece) => piece.start === start);
  let [first, last] = [own, own];
  let room = longestPassage - (around[own]?.text.length ?? 0);
  for (let step = 1; step < around.length; step += 1) {
    for (const at of [own + step, own - step]) {
      const length = around[at]?.text.length;
      const touches = at === last + 1 || at === first - 1;
      if (length === undefined || !touches || length > room) continue;
      room -= length;
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
  }
  return around.slice(first, last + 1);
}

/** Puts back the white space that stood between the chunks: their lines tell how many line ends it had. */
function joinPieces(pieces: readonly FoundPiece[]): string {
  let joined = "";
  let before: FoundPiece | undefined;
  for (const piece of pieces) {
    if (before) joined += gapBetween(before, piece);
    joined += piece.text;
    before = piece;
  }
  return joined;
}

function gapBetween(before: FoundPiece, after: FoundPiece): string {
  const lineEnds = after.line - before.line - countLineEnds(before.text);
  if (lineEnds > 0) return "\n".repeat(Math.min(lineEnds, 2));
  return after.start > before.end ? " " : "";
}

const countLineEnds = (text: string): number => text.split("\n").length - 1;

const markers: Readonly<Partial<Record<string, string>>> = { markdown: "#", github: "#", notion: "#", org: "*" };

/** The lines of the headings that the passage does not itself begin with. */
function headingLines(hit: Joinable, startsSection: boolean, passage: string): readonly string[] {
  const marker = markers[hit.fileType];
  if (marker === undefined) return [];
  const lines = hit.headings.map((title, depth) => `${marker.repeat(depth + 1)} ${title}`);
  return startsSection ? lines.slice(0, Math.max(0, lines.length - leadingHeadings(passage, marker))) : lines;
}

/** Also headings of Markdown that are underlined instead of marked. */
function leadingHeadings(passage: string, marker: string): number {
  const lines = passage.split("\n").filter((line) => line.trim() !== "");
  let count = 0;
  for (const [at, line] of lines.entries()) {
    if (line.trimStart().startsWith(marker)) count += 1;
    else if (marker === "#" && /^(=+|-+)\s*$/.test(lines[at + 1] ?? "")) count += 1;
    else if (!/^(=+|-+)\s*$/.test(line)) break;
  }
  return count;
}
