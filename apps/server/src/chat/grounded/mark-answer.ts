import type { AnswerMarks } from "@khoj/contract";
import { guessLanguage } from "../../search/index.ts";
import { readWords } from "../answer/words.ts";
import { type Evidence, readEvidence, sharedWords, whyUnsupported } from "./check-claim.ts";
import { type FactGround, groundOf } from "./fact-ground.ts";
import { readFacts } from "./read-facts.ts";
import { type Claim, citationPattern, splitClaims } from "./split-claims.ts";

export interface AnswerMarker {
  /** Takes the next piece of the answer. */
  add(piece: string): void;
  /** The answer ends here, or a part of it does that nothing can be added to. */
  settle(): void;
  /** Adds text that claims nothing and is not looked at: what the server says itself. */
  skip(piece: string): void;
  /** Passages that are named from here on by the next numbers, and what the person said since. */
  know(more: Pick<Ground, "passages" | "said">): void;
  /** All there are. What was found once never changes. */
  marks(): AnswerMarks;
  /** Those that were not taken before; undefined where there are none. */
  takeNew(): AnswerMarks | undefined;
}

export interface Ground {
  /** The passages as the model was given them: `[1]` names the first. */
  readonly passages: readonly string[];
  /** What the person said: an answer that says it again claims nothing. */
  readonly said: readonly string[];
  /** The passages are all there is to answer from. Otherwise facts without a passage are the model's own. */
  readonly marksFacts: boolean;
}

/**
 * Holds an answer against its passages while it is written: each citation against the passage it names, numbers, names
 * and dates against all of them. What can be seen without understanding is checked, and no more is said.
 */
export function markAnswer(ground: Ground): AnswerMarker {
  const evidence = ground.passages.map(readEvidence);
  const known = [...ground.passages, ...ground.said].map(groundOf);
  const citations: AnswerMarks["citations"] = [];
  const unsupported: AnswerMarks["unsupported"] = [];
  let answer = "";
  let settled = 0;
  const taken = { citations: 0, unsupported: 0 };
  const look = (whole: boolean): void => {
    for (const claim of splitClaims(answer, settled, whole)) {
      settled = claim.end;
      citations.push(...checkCitations(claim, evidence));
      if (ground.marksFacts) unsupported.push(...findUnsupported(answer, claim, known));
    }
    if (whole) settled = answer.length;
  };
  return {
    add(piece) {
      answer += piece;
      look(false);
    },
    settle: () => look(true),
    skip(piece) {
      look(true);
      answer += piece;
      settled = answer.length;
    },
    know({ passages, said }) {
      evidence.push(...passages.map(readEvidence));
      known.push(...[...passages, ...said].map(groundOf));
    },
    marks: () => ({ citations: [...citations], unsupported: [...unsupported] }),
    takeNew() {
      const found = { citations: citations.slice(taken.citations), unsupported: unsupported.slice(taken.unsupported) };
      taken.citations = citations.length;
      taken.unsupported = unsupported.length;
      return found.citations.length + found.unsupported.length > 0 ? found : undefined;
    },
  };
}

/** Each passage is held against a claim once, however often it is named for it: models that loop do nothing else. */
function checkCitations({ text, citations }: Claim, evidence: readonly Evidence[]): AnswerMarks["citations"] {
  const saysSomething = /[\p{L}\p{N}]/u.test(text);
  const named = [...new Set(citations.map(({ number }) => number))];
  const known = named.flatMap((number) => evidence[number - 1] ?? []);
  const reasons = new Map(named.map((number) => [number, whyNot(number)]));
  const jointly = saysSomething && [...reasons.values()].some((reason) => reason !== undefined) && isJoint(text, known);

  function whyNot(number: number): string | undefined {
    const passage = evidence[number - 1];
    if (passage === undefined) return `There is no passage ${number}`;
    return saysSomething ? whyUnsupported(text, passage) : "It stands beside no claim";
  }
  // Two passages may carry a claim together that neither carries alone.
  const carries = (number: number): boolean => {
    const passage = evidence[number - 1];
    return jointly && passage !== undefined && sharedWords(text, passage) >= 0.25;
  };
  const reasonOf = new Map(named.map((number) => [number, carries(number) ? undefined : reasons.get(number)]));
  return citations.map(({ at, number }) => {
    const reason = reasonOf.get(number) ?? null;
    return { at, number, checked: reason === null, reason };
  });
}

function isJoint(text: string, passages: readonly Evidence[]): boolean {
  const [first] = passages;
  return first !== undefined && passages.length > 1 && whyUnsupported(text, together(first, passages)) === undefined;
}

/** Passages as one: nothing is read again. */
const together = ({ language }: Evidence, passages: readonly Evidence[]): Evidence => ({
  text: passages.map((one) => one.text).join("\n\n"),
  language,
  keys: new Set(passages.flatMap((one) => [...one.keys])),
  facts: { has: (fact) => passages.some((one) => one.facts.has(fact)) },
  clauses: passages.flatMap((one) => one.clauses),
});

function findUnsupported(answer: string, claim: Claim, known: readonly FactGround[]): AnswerMarks["unsupported"] {
  const raw = answer.slice(claim.start, claim.end).replace(citationPattern, (found) => " ".repeat(found.length));
  const text = raw.replace(/^(\s*)\d{1,3}(?=[.)]\s)/gm, (found) => " ".repeat(found.length)).replace(code, blank);
  const german = guessLanguage(readWords(text, "en").map((word) => word.folded)) === "de";
  return readFacts(text, { german })
    .filter((fact) => !known.some((one) => one.has(fact)))
    .map(({ kind, start, end }) => ({ kind, start: claim.start + start, end: claim.start + end }));
}

const code = /`[^`\n]*`/g;
const blank = (found: string): string => " ".repeat(found.length);
