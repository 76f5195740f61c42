import type { Actor } from "../../platform/actor.ts";
import { type Quoted, toCitation } from "../answer/cite-passage.ts";
import type { Part } from "../answer/read-question.ts";
import { shortenPassage } from "../answer/shorten-passage.ts";
import { choosePassages, weighPassages } from "../answer/weigh-passages.ts";
import { writeCitations } from "../answer/write-answer.ts";
import type { GatheredPassage } from "./gather-passages.ts";

const mostQuoted = 3;

/** What was gathered for a model that did not answer: the passages that answer best, quoted, under their numbers. */
export function quoteGathered(
  actor: Actor,
  parts: readonly Part[],
  passages: readonly GatheredPassage[],
): readonly string[] {
  const number = new Map(passages.map(({ passage }, index) => [passage, index + 1]));
  const candidates = passages.map(({ passage }) => passage);
  const quoted = new Map<number, Quoted>();
  for (const part of parts) {
    const weighed = weighPassages(part, candidates);
    const chosen = choosePassages(part, weighed, mostQuoted);
    for (const { candidate, weights } of chosen.length > 0 ? chosen : weighed.slice(0, 1)) {
      const at = number.get(candidate) ?? 0;
      quoted.set(at, {
        number: at,
        passage: candidate,
        quote: shortenPassage(candidate.text, { ...part, weights }),
        query: "",
      });
    }
  }
  return writeCitations([...quoted.values()].map((one) => toCitation(one, actor)));
}
