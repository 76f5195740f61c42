import { isUnsegmented } from "./fold.ts";
import { PostingCursor } from "./postings.ts";
import { phraseWords } from "./query-words.ts";
import type { Segment } from "./segment.ts";
import type { SpaceIndex } from "./space-index.ts";
import { TextContains } from "./text-contains.ts";

/** Sets `mask[chunk]` to 0 where the words of the phrase do not stand together in order, in the text or in one heading. */
export function narrowToPhrase(space: SpaceIndex, segment: Segment, phrase: string, mask: Uint8Array): void {
  if (isUnsegmented(phrase)) {
    new TextContains(space, phrase.trim()).narrow(segment, mask, true);
    return;
  }
  const words = phraseWords(phrase);
  if (words.length === 0) return;
  const offsets = words.map((word) => segment.offsetOf(space.vocabulary.find(word)));
  if (offsets.includes(-1)) {
    mask.fill(0);
    return;
  }
  const cursors = offsets.map((offset) => {
    const cursor = new PostingCursor();
    cursor.open(segment.parts.postings, offset);
    return cursor;
  });
  const found = new Uint8Array(segment.chunks);
  const [rarest] = [...cursors].sort((one, other) => one.total - other.total);
  const scan = new PostingCursor();
  scan.open(segment.parts.postings, offsets[cursors.indexOf(rarest as PostingCursor)] as number);
  while (scan.nextBlock()) {
    for (let at = 0; at < scan.length; at++) {
      const chunk = scan.docs[at] as number;
      if (mask[chunk] === 1 && standTogether(cursors, chunk)) found[chunk] = 1;
    }
  }
  mask.set(found);
}

const before = new Uint16Array(20_000);
const here = new Uint16Array(20_000);

function standTogether(cursors: readonly PostingCursor[], chunk: number): boolean {
  const indexes: number[] = [];
  for (const cursor of cursors) {
    const index = cursor.seek(chunk);
    if (index < 0) return false;
    indexes.push(index);
  }
  let count = 0;
  for (const [number, cursor] of cursors.entries()) {
    const length = cursor.positions(indexes[number] as number, here);
    if (number === 0) {
      before.set(here.subarray(0, length));
      count = length;
      continue;
    }
    // Keeps the positions that follow one kept for the word before.
    let kept = 0;
    let left = 0;
    for (let right = 0; right < length; right++) {
      const position = here[right] as number;
      while (left < count && (before[left] as number) + 1 < position) left++;
      if (left < count && (before[left] as number) + 1 === position) before[kept++] = position;
    }
    count = kept;
    if (count === 0) return false;
  }
  return count > 0;
}
