import { signatureOf, unitsOf, type Vocabulary } from "./vocabulary.ts";

/** Letters that may differ: none in short words, where every other word is a neighbour. */
export function allowedEdits(word: string): number {
  if (/\d/.test(word) || word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Words within `edits` of `word` (a letter more, less, other, or two swapped), the nearest first. */
export function nearestWords(
  vocabulary: Vocabulary,
  word: string,
  edits: number,
): { term: number; distance: number }[] {
  if (edits === 0) return [];
  const wanted = unitsOf(word);
  const signature = signatureOf(wanted, 0, wanted.length);
  const found: { term: number; distance: number }[] = [];
  for (let term = 0; term < vocabulary.size; term++) {
    if (bitCount(vocabulary.signature(term) ^ signature) > 2 * edits) continue;
    const start = vocabulary.start(term);
    const end = vocabulary.end(term);
    if (Math.abs(end - start - wanted.length) > edits || end - start < 3) continue;
    const distance = editDistance(wanted, vocabulary.units, start, end, edits);
    if (distance <= edits) found.push({ term, distance });
  }
  return found.sort((one, other) => one.distance - other.distance || one.term - other.term);
}

/** Words that contain `piece`. */
export function wordsContaining(vocabulary: Vocabulary, piece: string): number[] {
  const wanted = unitsOf(piece);
  const signature = signatureOf(wanted, 0, wanted.length);
  const { units } = vocabulary;
  const found: number[] = [];
  for (let term = 0; term < vocabulary.size; term++) {
    if ((vocabulary.signature(term) & signature) >>> 0 !== signature) continue;
    const last = vocabulary.end(term) - wanted.length;
    for (let start = vocabulary.start(term); start <= last; start++) {
      let same = 0;
      while (same < wanted.length && units[start + same] === wanted[same]) same++;
      if (same < wanted.length) continue;
      found.push(term);
      break;
    }
  }
  return found;
}

const rows = [new Uint8Array(128), new Uint8Array(128), new Uint8Array(128)] as const;

/** Optimal string alignment distance, or anything above `limit` when it is above. */
function editDistance(word: Uint16Array, units: Uint16Array, start: number, end: number, limit: number): number {
  let [before, previous, current]: readonly Uint8Array[] = rows as readonly Uint8Array[];
  if (!before || !previous || !current) return limit + 1;
  const width = end - start;
  for (let column = 0; column <= width; column++) previous[column] = column;
  for (let row = 1; row <= word.length; row++) {
    const letter = word[row - 1];
    current[0] = row;
    let least = row;
    for (let column = 1; column <= width; column++) {
      const other = units[start + column - 1];
      let best = (previous[column - 1] as number) + (letter === other ? 0 : 1);
      best = Math.min(best, (previous[column] as number) + 1, (current[column - 1] as number) + 1);
      if (row > 1 && column > 1 && letter === units[start + column - 2] && word[row - 2] === other) {
        best = Math.min(best, (before[column - 2] as number) + 1);
      }
      current[column] = best;
      if (best < least) least = best;
    }
    if (least > limit) return limit + 1;
    [before, previous, current] = [previous, current, before];
  }
  return previous[width] as number;
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
