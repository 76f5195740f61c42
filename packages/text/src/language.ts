import type { Draft } from "./parser.ts";

const sampleLength = 1200;
const fewestLetters = 40;

/** Scripts that belong to one language: no detector is asked, and English words in between do not mislead it. */
const scripts: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, "ja"],
  [/\p{Script=Han}/gu, "zh"],
  [/\p{Script=Hangul}/gu, "ko"],
  [/\p{Script=Thai}/gu, "th"],
  [/\p{Script=Greek}/gu, "el"],
  [/\p{Script=Hebrew}/gu, "he"],
];

/** Prose from the start of a document, enough to tell its language by. */
export function languageSample(draft: Pick<Draft, "text" | "blocks">): string {
  const parts: string[] = [];
  let length = 0;
  for (const block of draft.blocks) {
    if (block.kind === "code" || block.kind === "properties") continue;
    const part = draft.text.slice(block.start, Math.min(block.end, block.start + sampleLength - length));
    parts.push(part);
    length += part.length;
    if (length >= sampleLength) break;
  }
  return parts.join("\n");
}

/**
 * The ISO 639-1 code of the language a text is written in; undefined when it is short or unclear. The detector is loaded
 * by the first text that needs it; its smallest variant took 160 ms and 29 MB of heap, the next one 300 ms.
 */
export async function detectLanguage(text: string): Promise<string | undefined> {
  const words = text.slice(0, sampleLength).replace(/https?:\/\/\S+|[\w.+-]+@[\w.-]+|`[^`]*`/g, " ");
  const byScript = languageOfScript(words);
  if (byScript !== undefined) return byScript;
  if ((words.match(/\p{L}/gu)?.length ?? 0) < fewestLetters) return undefined;
  const { eld } = await import("eld/extrasmall");
  const found = eld.detect(words);
  return found.language !== "" && found.isReliable() ? found.language : undefined;
}

function languageOfScript(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [pattern, language] of scripts) {
    const count = text.match(pattern)?.length ?? 0;
    if (count >= 4 && count >= letters * (language === "ja" ? 0.1 : 0.3)) return language;
  }
  return undefined;
}
