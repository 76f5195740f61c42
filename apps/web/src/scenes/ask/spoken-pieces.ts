import { plainWords } from "../find/snippet.ts";

/** About half a minute of speech; an address has to hold it. */
const longest = 600;

/** An answer as it is read aloud: without signs of markup and citations, in pieces that end where sentences do. */
export function spokenPieces(answer: string): readonly string[] {
  const text = plainWords(answer.replace(/\s*\[\d{1,2}\](?:\(\/\?[^)\s]*\))?/g, ""));
  const pieces: string[] = [];
  for (const sentence of sentencesOf(text)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length <= longest) pieces[pieces.length - 1] = last + sentence;
    else pieces.push(...cut(sentence));
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

const sentencesOf = (text: string): readonly string[] =>
  [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text)].map(({ segment }) => segment);

function cut(sentence: string): readonly string[] {
  const letters = [...sentence];
  return Array.from({ length: Math.ceil(letters.length / longest) }, (_, index) =>
    letters.slice(index * longest, (index + 1) * longest).join(""),
  );
}
