/** The share of a text's letters that is in any of the scripts (Unicode names such as `Latin`); 1 for a text without letters. */
export function shareInScripts(text: string, scripts: readonly string[]): number {
  const sample = text.slice(0, longestSample);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  return letters === 0 ? 1 : (sample.match(lettersOf(scripts))?.length ?? 0) / letters;
}

/** A model of these scripts knows the writing of a text when nearly all of it is theirs; undefined: it knows all. */
export const knowsWriting = (text: string, scripts: readonly string[] | undefined): boolean =>
  scripts === undefined || shareInScripts(text, scripts) >= leastKnown;

const leastKnown = 0.9;
const longestSample = 4000;
const made = new Map<string, RegExp>();

function lettersOf(scripts: readonly string[]): RegExp {
  const key = scripts.join();
  const known = made.get(key);
  if (known) return known;
  const inScripts = scripts.map((script) => `\\p{Script=${script}}`).join("");
  const letters = new RegExp(`[[${inScripts}]&&\\p{L}]`, "gv");
  made.set(key, letters);
  return letters;
}
