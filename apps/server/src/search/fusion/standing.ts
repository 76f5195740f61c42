import type { RankedChunk } from "../index/word-index.ts";
import type { NearChunk } from "../vectors/vector-index.ts";

/** A chunk among all that are compared: what found it, and by how many standard deviations it stands out. */
export interface Standing {
  readonly key: string;
  readonly word: RankedChunk | undefined;
  readonly close: NearChunk | undefined;
  readonly byWords: number;
  readonly byMeaning: number;
}

export const keyOf = ({ spaceId, documentId, ordinal }: RankedChunk | NearChunk): string =>
  `${spaceId}/${documentId}/${ordinal}`;

/** Words first, then what is only near. Of a chunk whose writing the model does not know, words say both. */
export function compare(
  words: readonly RankedChunk[],
  near: readonly NearChunk[],
  isRead: (chunk: RankedChunk | NearChunk) => boolean,
): Standing[] {
  const readNear = near.filter(isRead);
  const closeBy = new Map(readNear.map((close) => [keyOf(close), close]));
  const found = new Set(words.map(keyOf));
  const all = [
    ...words.map((word) => ({ key: keyOf(word), word, close: closeBy.get(keyOf(word)) })),
    ...readNear.map((close) => ({ key: keyOf(close), word: undefined, close })).filter(({ key }) => !found.has(key)),
  ];
  // A chunk without any of the words scores 0 by words. Of one that is not near no more is known than that.
  const farthest = readNear.at(-1)?.similarity ?? 0;
  const byWords = standingOut(all.map(({ word }) => word?.score ?? 0));
  const byMeaning = standingOut(all.map(({ close }) => close?.similarity ?? farthest));
  return all.map(({ key, word, close }, at) => {
    const own = byWords[at] ?? 0;
    const isKnown = close !== undefined || word === undefined || isRead(word);
    return { key, word, close, byWords: own, byMeaning: isKnown ? (byMeaning[at] ?? 0) : own };
  });
}

/** Where all are alike (but for the last bits of their sum) none stands out. */
function standingOut(values: readonly number[]): number[] {
  const count = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  return values.map((value) => (deviation < 1e-9 ? 0 : (value - mean) / deviation));
}
