import type { Actor } from "../../platform/actor.ts";
import type { SearchHit } from "../../search/index.ts";
import type { AnswerDeps, AnswerRequest } from "../answer/answer-question.ts";
import { toNotePassage } from "../answer/answer-question.ts";
import type { Passage } from "../answer/cite-passage.ts";
import { readAttachments, wholeAttachments } from "../answer/read-attachments.ts";
import type { Part } from "../answer/read-question.ts";

/** A passage that a model is given. Its number is its place in the list, from 1. */
export interface GatheredPassage {
  readonly passage: Passage;
  /** What a model reads: the passage with its headings and neighbours. */
  readonly text: string;
  readonly query: string;
}

export interface Gathered {
  readonly passages: readonly GatheredPassage[];
  readonly queries: readonly string[];
  /** Passages that could be searched, for saying that none was found. */
  readonly searched: number;
  readonly suggestion: string | undefined;
  readonly problems: readonly string[];
}

/** More than this says less: what matters drowns. */
const mostPassages = 16;

/** The passages of notes and attached files for each query, the best of each first, none twice. */
export async function gatherPassages(
  deps: Pick<AnswerDeps, "search">,
  actor: Actor,
  {
    request,
    parts,
    queries,
  }: {
    readonly request: AnswerRequest;
    readonly parts: readonly Part[];
    readonly queries: readonly (readonly string[])[];
  },
  signal: AbortSignal,
): Promise<Gathered> {
  const found = [];
  for (const narrowing of queries) found.push(await searchNarrowing(deps, actor, request, narrowing, signal));
  const notes: GatheredPassage[] = [];
  for (let rank = 0; rank < request.limit; rank += 1) {
    for (const { query, answer } of found) {
      const hit = answer?.hits[rank];
      if (hit === undefined || notes.length >= mostPassages || notes.some((one) => holds(one, hit))) continue;
      notes.push({ passage: toNotePassage(hit, request.citedBefore), text: hit.entry, query });
    }
  }
  const attached = gatherAttached(request, parts);
  return {
    passages: [...attached, ...notes],
    queries: found.map(({ query }) => query),
    searched: Math.max(0, ...found.map(({ answer }) => answer?.searched.chunks ?? 0)),
    suggestion: found.find(({ answer }) => answer?.suggestion !== undefined)?.answer?.suggestion,
    problems: [...new Set(found.flatMap(({ answer }) => answer?.problems ?? []))],
  };
}

/** The narrowest query that finds something. */
async function searchNarrowing(
  { search }: Pick<AnswerDeps, "search">,
  actor: Actor,
  request: AnswerRequest,
  queries: readonly string[],
  signal: AbortSignal,
) {
  let last: { readonly query: string; readonly answer: Awaited<ReturnType<AnswerDeps["search"]>> } | undefined;
  for (const query of queries) {
    const wanted = {
      query,
      limit: request.limit,
      type: "all",
      maxDistance: request.maxDistance,
      dedupe: true,
      rerank: true,
      fileNames: request.fileNames,
      timeZone: request.timeZone,
      space: request.space,
    } as const;
    last = { query, answer: await search(actor, wanted, signal) };
    if (last.answer.hits.length > 0) break;
  }
  return last ?? { query: "", answer: undefined };
}

/** It shows the hit already: the same note, and the words stand in it. */
const holds = ({ passage, text }: GatheredPassage, hit: SearchHit): boolean =>
  passage.from === "note" &&
  passage.hit.documentId === hit.documentId &&
  (text === hit.entry || text.includes(hit.text));

/** Short files whole; of long ones the beginning and what has the words that are asked for. */
function gatherAttached({ attachments }: AnswerRequest, parts: readonly Part[]): readonly GatheredPassage[] {
  const words = parts.flatMap((part) => part.words);
  const whole = wholeAttachments(attachments, wholeCharacters);
  const starts = new Set(whole.map(({ fileName, start }) => `${start} ${fileName}`));
  const rest = readAttachments(attachments, words)
    .filter(({ fileName, start }) => !starts.has(`${start} ${fileName}`))
    .slice(0, mostAttached);
  return [...whole, ...rest].map((passage) => ({ passage, text: passage.text, query: "" }));
}

const wholeCharacters = 12_000;
const mostAttached = 6;
