import { composed, fold, isUnsegmented } from "./fold.ts";
import { PostingCursor } from "./postings.ts";
import type { Segment } from "./segment.ts";
import type { SpaceIndex } from "./space-index.ts";
import { wordsContaining } from "./spelling.ts";
import { LONGEST_WORD } from "./vocabulary.ts";

/** Asks which chunks of a space contain a string, any case, also inside words and across them. */
export class TextContains {
  readonly #space: SpaceIndex;
  readonly #wanted: string;
  /** Words one of which must stand in the chunk, for each piece of the string. */
  readonly #pieces: readonly (readonly number[])[];
  /** The string is one plain word, so that a word unchanged by folding proves it. */
  readonly #plain: boolean;

  constructor(space: SpaceIndex, wanted: string) {
    this.#space = space;
    this.#wanted = lower(wanted);
    this.#plain = /^[a-z0-9]+$/.test(this.#wanted) && this.#wanted.length <= LONGEST_WORD;
    this.#pieces = piecesOf(this.#wanted).map((piece) => wordsContaining(space.vocabulary, piece));
  }

  /** Sets `mask[chunk]` to 0 wherever it is 1 and the answer is not `contains`. */
  narrow(segment: Segment, mask: Uint8Array, contains: boolean): void {
    if (this.#wanted === "") {
      if (!contains) mask.fill(0);
      return;
    }
    const possible = this.#possible(segment);
    for (let chunk = 0; chunk < mask.length; chunk++) {
      if (mask[chunk] === 0) continue;
      const maybe = Math.max(possible[chunk] as number, segment.parts.partial[chunk] as number);
      const found = maybe === CERTAIN || (maybe > 0 && lower(segment.parts.texts.get(chunk)).includes(this.#wanted));
      if (found !== contains) mask[chunk] = 0;
    }
    segment.parts.texts.close();
  }

  #possible(segment: Segment): Uint8Array {
    const possible = new Uint8Array(segment.chunks).fill(this.#pieces.length === 0 ? 1 : 0);
    for (const [number, terms] of this.#pieces.entries()) {
      const here = this.#plain ? possible : new Uint8Array(segment.chunks);
      for (const term of terms) {
        const proof = this.#plain && !this.#space.vocabulary.altered(term) ? CERTAIN : 1;
        markChunks(segment, term, proof, here);
      }
      if (this.#plain) continue;
      for (let chunk = 0; chunk < here.length; chunk++) {
        possible[chunk] =
          number === 0 ? (here[chunk] as number) : (possible[chunk] as number) & (here[chunk] as number);
      }
    }
    return possible;
  }
}

const CERTAIN = 2;
const MOST_PIECES = 6;
const cursor = new PostingCursor();

function markChunks(segment: Segment, term: number, proof: number, marks: Uint8Array): void {
  const offset = segment.offsetOf(term);
  if (offset < 0) return;
  cursor.open(segment.parts.postings, offset);
  while (cursor.nextBlock()) {
    for (let at = 0; at < cursor.length; at++) {
      const chunk = cursor.docs[at] as number;
      // Only the chunk's own text counts, not its headings or its file's name.
      if ((cursor.counts[at] as number) > 0 && (marks[chunk] as number) < proof) marks[chunk] = proof;
    }
  }
}

/** Lower case, and the one sigma: which of the two Σ becomes depends on what follows it. */
function lower(text: string): string {
  return text.toLowerCase().replaceAll("ς", "σ");
}

/**
 * Pieces of the string each of which stands inside one word of a chunk that contains it. A character that can melt into its
 * neighbour there (jamo, half-width kana) gives none.
 */
function piecesOf(wanted: string): string[] {
  if (composed(wanted) !== wanted || wanted.normalize("NFKC") !== wanted) return [];
  const pieces = new Set<string>();
  for (const [run] of wanted.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    if (/[\u{10000}-\u{10FFFF}]/u.test(run)) continue;
    if (isUnsegmented(run)) for (const character of run) pieces.add(isUnsegmented(character) ? character : "");
    else pieces.add(fold(run).slice(0, LONGEST_WORD));
  }
  pieces.delete("");
  return [...pieces].filter((piece) => !piece.includes(" ")).slice(0, MOST_PIECES);
}
