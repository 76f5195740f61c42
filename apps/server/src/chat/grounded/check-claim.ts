import { guessLanguage, isStopWord, type Language } from "../../search/index.ts";
import { splitSentences } from "../answer/split-sentences.ts";
import { fold, readWords, type Word } from "../answer/words.ts";
import { type FactGround, groundOf } from "./fact-ground.ts";
import { standsIn } from "./find-quote.ts";
import { readFacts } from "./read-facts.ts";

/** A passage as claims are held against it. */
export interface Evidence {
  readonly text: string;
  readonly language: Language;
  readonly keys: ReadonlySet<string>;
  readonly facts: FactGround;
  readonly clauses: readonly ClauseEvidence[];
}

interface ClauseEvidence {
  readonly keys: ReadonlySet<string>;
  readonly denied: boolean;
}

export function readEvidence(text: string): Evidence {
  const language = languageOf(text);
  const clauses = splitSentences(text).flatMap(({ start, end }) =>
    clausesOf(text.slice(start, end)).map((clause) => ({ keys: keysOf(clause, language), denied: denies(clause) })),
  );
  return { text, language, keys: keysOf(text, language), facts: groundOf(text), clauses };
}

/** What one "not" covers. */
const clausesOf = (sentence: string): readonly string[] =>
  sentence.split(/[,;:.!?()]\s+|\s(?:and|but|or|und|aber|oder|sondern|et|mais|ou|y|pero|o|e|ma|och|en|maar)\s/iu);

/** Why a claim does not follow from a passage, as far as can be seen without understanding it; undefined: nothing speaks against it. */
export function whyUnsupported(claim: string, evidence: Evidence): string | undefined {
  for (const quote of quotesOf(claim)) {
    if (!standsIn(quote, evidence.text)) return "The words in quotation marks do not stand in the passage";
  }
  const german = evidence.language === "de" || languageOf(claim) === "de";
  for (const fact of readFacts(claim, { german })) {
    if (!evidence.facts.has(fact)) {
      return `The passage does not have the ${fact.kind} ${claim.slice(fact.start, fact.end)}`;
    }
  }
  return whyOtherwise(claim, evidence);
}

/** Enough of the claim's words, in one place, neither denied nor denying. */
function whyOtherwise(claim: string, evidence: Evidence): string | undefined {
  const { language, keys } = evidence;
  const own = languageOf(claim);
  const words = contentOf(claim, language);
  if (words.length === 0) return undefined;
  const found = words.filter((word) => hasKey(keys, word));
  const share = found.length / words.length;
  if (share < leastShare) {
    return own !== language && share < 0.3
      ? "The passage is in another language, so that the claim could not be compared with it"
      : "The passage has too little of what is claimed";
  }
  return whyDenied(claim, evidence);
}

/** Whether what comes nearest to a part of the claim says "not" where the claim does not, or the other way round. */
function whyDenied(claim: string, { language, clauses }: Evidence): string | undefined {
  for (const part of clausesOf(claim)) {
    const words = contentOf(part, language).filter((word) => clauses.some(({ keys }) => hasKey(keys, word)));
    if (words.length < 2) continue;
    const scored = clauses.map(({ keys, denied }) => ({
      denied,
      share: words.filter((word) => hasKey(keys, word)).length / words.length,
    }));
    const best = Math.max(0, ...scored.map(({ share }) => share));
    const denied = denies(part);
    if (best < 0.6 || scored.some((one) => one.share >= best - 0.1 && one.denied === denied)) continue;
    return denied ? "The claim denies what the passage says" : "The passage denies what is claimed";
  }
  return undefined;
}

/** How much of a claim's words the passage has, in [0,1]. */
export function sharedWords(claim: string, { keys, language }: Evidence): number {
  const words = contentOf(claim, language);
  if (words.length === 0) return 1;
  return words.filter((word) => hasKey(keys, word)).length / words.length;
}

/** Sentences are put in other words, but not in none of the passage's. */
const leastShare = 0.55;
const shortestQuote = 2;

/** Stretches in double quotation marks of more than a word. */
const quotesOf = (claim: string): readonly string[] =>
  [...claim.matchAll(/["“”„«»「『]([^"“”„«»「」『』]{4,}?)["“”«»」』]/gu)]
    .map((found) => found[1] ?? "")
    .filter((quote) => (quote.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= shortestQuote);

const languageOf = (text: string): Language => guessLanguage(readWords(text, "en").map((word) => word.folded));

const contentOf = (text: string, language: Language): readonly Word[] => {
  const byKey = new Map<string, Word>();
  for (const word of readWords(text, language)) {
    if (isStopWord(word.folded, language) || isAnswerWord(word.folded)) continue;
    byKey.set(word.key, word);
  }
  return [...byKey.values()];
};

const keysOf = (text: string, language: Language): ReadonlySet<string> =>
  new Set(readWords(text, language).flatMap((word) => [word.key, word.folded]));

/** The same word, or one that begins alike: "departure" for "depart". */
function hasKey(keys: ReadonlySet<string>, word: Word): boolean {
  if (keys.has(word.key) || keys.has(word.folded)) return true;
  const { folded } = word;
  if (folded.length < 5) return false;
  const beginning = folded.slice(0, Math.max(5, Math.ceil(folded.length * 0.7)));
  for (const key of keys) if (key.startsWith(beginning)) return true;
  return false;
}

/** Words with which an answer speaks of itself and of the notes. */
const answerWords = new Set(
  "note notes passage passages according mention mentions mentioned state states stated answer question source notizen notiz laut erwahnt passage selon".split(
    " ",
  ),
);
const isAnswerWord = (folded: string): boolean => answerWords.has(folded);

const denies = (sentence: string): boolean => denial.test(fold(sentence)) || cjkDenial.test(sentence);

const denial =
  /\b(?:not|never|none|nobody|nothing|neither|nor|without|cannot|no longer|no(?= [a-z])|isn.?t|wasn.?t|aren.?t|weren.?t|don.?t|doesn.?t|didn.?t|can.?t|couldn.?t|won.?t|wouldn.?t|hasn.?t|haven.?t|hadn.?t|shouldn.?t|nicht|nie|niemals|niemand|kein\w*|ohne|ne|pas|jamais|aucune?|sans|nunca|jamas|ningun\w*|sin|non|mai|nessun\w*|senza|nao|niet|nooit|geen)\b|(?:^|\s)(?:не|нет|никогда|без)(?:\s|$)/u;
const cjkDenial = /[不没沒未无無]|ない|ません/u;
