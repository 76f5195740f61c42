import type { Random } from "../../packages/text/src/testing/random.ts";

const words =
  "harbour lantern winter ledger orchard copper meadow signal thread granite river folio anchor pepper velvet quarry Übermut naïve 東京 поле 🦊 e\u0301tude".split(
    " ",
  );

/** A word nobody else has, unlike every other beyond the reach of typing mistakes. */
export const ownWord = (random: Random): string =>
  Array.from({ length: 14 }, () => String.fromCharCode(97 + random(26))).join("");

/** A Markdown note of some sections with a word of its own, by which it is found and told from its earlier versions. */
export function writeNote(random: Random, own: string): string {
  const sentence = (): string =>
    `${Array.from({ length: 4 + random(14) }, () => words[random(words.length)]).join(" ")}.`;
  const section = (_: unknown, number: number): string =>
    `\n## Part ${number} of ${own}\n\n${Array.from({ length: 1 + random(9) }, sentence).join(" ")}\n`;
  return `# Note ${own}\n${Array.from({ length: random(12) }, section).join("")}`;
}

/** The word of its own that `writeNote` gave a note. */
export const wordOf = (text: string): string => /^# Note (\w+)/.exec(text)?.[1] ?? "";
