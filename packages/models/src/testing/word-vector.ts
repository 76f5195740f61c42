import { createHash } from "node:crypto";

/**
 * A vector of length 1 made of a text's words, each of which has a dimension: texts with common words are
 * near, others are not. `means` gives a word the dimension of another, as if it meant the same.
 */
export function wordVector(text: string, dimensions: number, means: Readonly<Record<string, string>> = {}): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  // A text without words has a direction too: never the length 0.
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["\0"]) {
    const hash = createHash("sha256").update(means[word] ?? word);
    const at = hash.digest().readUInt32LE(0) % dimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
