import type { Language } from "../../search/index.ts";
import { fold, readWords } from "./words.ts";

/** What kind of thing a question is after, where its words say so. */
export interface Wanted {
  /** How many, how much, when. */
  readonly number: boolean;
  /** What or who something is. */
  readonly definition: boolean;
}

export function readWanted(question: string): Wanted {
  const folded = fold(question).trim();
  return { number: asksNumber.test(folded), definition: asksDefinition.test(folded) };
}

/** Whether a sentence has a number, in figures or in words. */
export const hasNumber = (sentence: string): boolean => /\p{N}/u.test(sentence) || numberWords.test(fold(sentence));

/** Whether a sentence is about the thing itself: it is named at the very beginning. */
export function beginsWith(sentence: string, keys: ReadonlySet<string>, language: Language): boolean {
  if (keys.size === 0 || keys.size > 3) return false;
  const beginning = readWords(sentence.slice(0, 80), language).slice(0, keys.size + 3);
  const found = new Set(beginning.map((word) => word.key));
  return [...keys].every((key) => found.has(key));
}

const asksNumber =
  /\b(how (many|much|often|long|old|far|big|tall|high|deep)|when|what (day|date|year|time|number|temperature|price)|wie ?(viel|oft|lange|alt|hoch|gross)|wann|combien|quand|cuant|cuando|quant[oiea]s?|quando|hoeveel|wanneer|hur (manga|mycket)|nar)|сколько|когда|多少|几|幾|何(時|人|個|年)|いつ|いくつ/u;

const asksDefinition =
  /^(what|who)('s|’s| is| are| was| were)\b|^(was|wer) (ist|sind|war|waren|bedeutet)\b|^qu(i|e|oi|')\S* ?(est|sont|etait)|^(que|quien|quienes) (es|son|era)\b|^(che )?(cosa|cos'|chi) ?(e|sono|era)\b|^(o que|quem) (e|sao|era)\b|^(wat|wie) (is|zijn|was)\b|^(что|кто) такое?|是什么|是谁|とは/u;

const numberWords =
  /\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|hundert|tausend|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|cent|mille|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|cien|mil)\b/u;
