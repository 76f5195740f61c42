import type { AttachedFile, ContextItem } from "@khoj/contract";
import type { Actor } from "../../platform/actor.ts";
import type { SearchAnswer, SearchHit, SearchRequest } from "../../search/index.ts";
import { isSame, type NotePassage, type Passage, type Quoted, toCitation, toContext } from "./cite-passage.ts";
import { readAttachments } from "./read-attachments.ts";
import { type Part, readQuestion } from "./read-question.ts";
import { type Searched, sayNothingFound } from "./say-nothing-found.ts";
import { shortenPassage } from "./shorten-passage.ts";
import { choosePassages, missingWords, type Weighed, weighPassages } from "./weigh-passages.ts";
import { type AnsweredPart, type Citation, writeAnswer } from "./write-answer.ts";

/** What the quoting answerer needs of the rooms upstream. */
export interface AnswerDeps {
  /** The search room's search. */
  search(actor: Actor, request: SearchRequest): Promise<SearchAnswer>;
  /** The hits that still stand in the library word for word. */
  confirm(hits: readonly SearchHit[]): Promise<readonly SearchHit[]>;
  /** How many files can be searched. */
  countFiles(actor: Actor, space: string | undefined): Promise<number>;
  now(): Date;
}

export interface AnswerRequest {
  readonly question: string;
  /** Earlier questions of the conversation, the newest first. */
  readonly earlier: readonly string[];
  /** Files cited in the answer before. */
  readonly citedBefore: readonly string[];
  readonly fileNames: readonly string[] | undefined;
  readonly attachments: readonly AttachedFile[];
  readonly limit: number;
  readonly maxDistance: number | undefined;
  readonly timeZone: string | undefined;
  readonly space: string | undefined;
}

export interface Answer {
  /** Markdown, in the pieces it is streamed in. */
  readonly pieces: readonly string[];
  /** The passages quoted, in the order of their numbers. */
  readonly context: readonly ContextItem[];
  readonly queries: readonly string[];
}

/**
 * Answers a question without a model: the passages that answer it, quoted word for word, each with a citation that
 * opens at the passage. Says so, and what was searched, where there are none.
 */
export async function answerQuestion(deps: AnswerDeps, actor: Actor, request: AnswerRequest): Promise<Answer> {
  const parts = readQuestion(request.question, request.earlier, deps.now());
  const quoted: Quoted[] = [];
  const answered: AnsweredPart[] = [];
  const queries: string[] = [];
  for (const part of parts) {
    const found = await findPassages(deps, actor, request, part);
    queries.push(found.query);
    answered.push(await answerPart(deps, actor, request, part, found, quoted));
  }
  if (answered.length === 0) return { pieces: [`${nothingAsked}\n\n`], context: [], queries: [] };
  return { pieces: writeAnswer(answered), context: quoted.map((one) => toContext(one, actor)), queries };
}

const nothingAsked = "There is no question in this message. Ask for something that may stand in your notes.";
const perPart = 3;

interface Found {
  readonly query: string;
  readonly chosen: readonly Weighed<Passage>[];
  readonly answer: SearchAnswer;
}

const nothingSearched: SearchAnswer = {
  hits: [],
  searched: { chunks: 0, matched: 0 },
  suggestion: undefined,
  degraded: undefined,
};

/** Tries the narrowest query first; what it finds stands, unless it is nothing. */
async function findPassages(deps: AnswerDeps, actor: Actor, request: AnswerRequest, part: Part): Promise<Found> {
  const attached = readAttachments(request.attachments);
  let last: Found | undefined;
  for (const query of part.queries) {
    const answer = await deps.search(actor, {
      query,
      limit: Math.max(20, request.limit),
      type: "all",
      maxDistance: request.maxDistance,
      dedupe: true,
      rerank: false,
      fileNames: request.fileNames,
      timeZone: request.timeZone,
      space: request.space,
    });
    const notes = (await deps.confirm(answer.hits)).map((hit) => toCandidate(hit, request.citedBefore));
    const weighed = weighPassages<Passage>(part, [...attached, ...notes]);
    const chosen = choosePassages(part, weighed, Math.min(perPart, request.limit));
    last = { query, chosen, answer };
    if (chosen.length > 0) return last;
  }
  return last ?? { query: "", chosen: [], answer: nothingSearched };
}

const toCandidate = (hit: SearchHit, citedBefore: readonly string[]): NotePassage => ({
  from: "note",
  hit,
  text: hit.text,
  title: hit.title,
  headings: hit.headings,
  fileName: hit.fileName,
  terms: hit.match.terms,
  relevance: hit.relevance,
  citedBefore: citedBefore.includes(hit.fileName),
});

async function answerPart(
  deps: AnswerDeps,
  actor: Actor,
  request: AnswerRequest,
  part: Part,
  found: Found,
  quoted: Quoted[],
): Promise<AnsweredPart> {
  if (found.chosen.length === 0) {
    const nothing = sayNothingFound(part, await describeSearch(deps, actor, request, found.answer));
    return { part, citations: [], repeated: [], missing: [], nothing };
  }
  const repeated: number[] = [];
  const citations: Citation[] = [];
  for (const weighed of found.chosen) {
    const passage = weighed.candidate;
    const quote = shortenPassage(passage.text, { ...weighed, language: part.language, wantsNumber: part.wantsNumber });
    const before = quoted.find((one) => isSame(one, passage, quote));
    if (before !== undefined) {
      repeated.push(before.number);
      continue;
    }
    const one: Quoted = { number: quoted.length + 1, passage, quote, query: found.query };
    quoted.push(one);
    citations.push(toCitation(one, actor));
  }
  return { part, citations, repeated, missing: missingWords(part, found.chosen), nothing: undefined };
}

async function describeSearch(
  deps: AnswerDeps,
  actor: Actor,
  request: AnswerRequest,
  answer: SearchAnswer,
): Promise<Searched> {
  return {
    passages: answer.searched.chunks,
    files: await deps.countFiles(actor, request.space),
    limitedToFiles: request.fileNames?.length,
    attachments: request.attachments.length,
    suggestion: answer.suggestion,
    degraded: answer.degraded,
  };
}
