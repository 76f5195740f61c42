import { EndpointFailure } from "./endpoint-failure.ts";

/** Lengths tried, in characters. No passage of ours is longer than the first. */
const lengths = [4096, 2048, 1024, 512, 256];

/**
 * How long a text an endpoint reads to its end, in characters. Some leave out the rest of a long text without a word: two
 * texts that differ in their last eighth have the same vector then.
 */
export async function findLongest(embed: (texts: readonly string[]) => Promise<Float32Array[]>): Promise<number> {
  for (const length of lengths) {
    try {
      const [one, other] = await embed(["cup tea ", "harbour boat "].map((end) => withEnd(length, end)));
      if (one !== undefined && other !== undefined && !areEqual(one, other)) return length - length / 8;
    } catch (error) {
      if (!(error instanceof EndpointFailure) || error.remedy === "later" || error.remedy === "person") throw error;
    }
  }
  return (lengths.at(-1) ?? 0) / 2;
}

/** Words in a script that takes many tokens a character, so that what fits of it fits of others. */
const withEnd = (length: number, end: string): string =>
  filled("日本語 の 文 7 x ", length - length / 8) + filled(end, length / 8);

const filled = (words: string, length: number): string =>
  words.repeat(Math.ceil(length / words.length)).slice(0, length);

function areEqual(one: Float32Array, other: Float32Array): boolean {
  let product = 0;
  for (const [at, value] of one.entries()) product += value * (other[at] ?? 0);
  return product > 0.9999;
}
