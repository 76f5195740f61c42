import { composed } from "./fold.ts";

/** Words of a stretch of text in a script without spaces (Chinese, Japanese, Thai, …), in order. Slow: only for such text. */
export function segmentWords(text: string): string[] {
  const words: string[] = [];
  for (const { segment } of segmenter.segment(composed(text).normalize("NFKC"))) words.push(segment.toLowerCase());
  return words;
}

// One dictionary serves all of them; the locale only matters for scripts that are written with spaces.
const segmenter = new Intl.Segmenter("ja", { granularity: "word" });
