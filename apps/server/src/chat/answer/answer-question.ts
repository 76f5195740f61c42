import type { AttachedFile, ContextItem } from "@khoj/contract";
import type { Actor } from "../../platform/actor.ts";
import type { SearchAnswer, SearchHit, SearchRequest, SearchRoom } from "../../search/index.ts";
import { isSame, type NotePassage, type Passage, type Quoted, toCitation, toContext } from "./cite-passage.ts";
import { neutraliseLabel } from "./neutralise.ts";
import { mostAttachedText, readAttachments } from "./read-attachments.ts";
import { type Part, readQuestion } from "./read-question.ts";
import { type Searched, sayNothingFound } from "./say-nothing-found.ts";
import { shortenPassage } from "./shorten-passage.ts";
import { choosePassages, missingWords, respelledWords, type Weighed, weighPassages } from "./weigh-passages.ts";
import { type AnsweredPart, type Citation, writeAnswer } from "./write-answer.ts";

/** What the quoting answerer needs of the rooms upstream. */
export interface AnswerDeps {
  /** The search room's search: its hits are read from the database as it answers, so that they are quoted as they stand. */
  readonly search: SearchRoom["search"];
  /** How many files can be searched. */
  countFiles(): Promise<number>;
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
export async function answerQuestion(
  deps: AnswerDeps,
  actor: Actor,
  request: AnswerRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const asking: Asking = { deps, actor, request, signal };
  const quoted: Quoted[] = [];
  const answered: AnsweredPart[] = [];
  const queries: string[] = [];
  const problems = new Set<string>();
  for (const part of readQuestion(request.question, request.earlier, deps.now())) {
    const found = await findPassages(asking, part);
    queries.push(found.query);
    for (const problem of found.answer.problems) problems.add(problem);
    answered.push(found.chosen.length > 0 ? quote(asking, part, found, quoted) : await sayNothing(asking, part, found));
  }
  if (answered.length === 0) return { pieces: [`${nothingAsked}\n\n`], context: [], queries: [] };
  return {
    pieces: [
      ...writeAnswer(answered),
      ...sayUnread(request.attachments),
      ...[...problems].map((problem) => `${neutraliseLabel(problem)}.\n\n`),
    ],
    context: quoted.map((one) => toContext(one, actor)),
    queries,
  };
}

/** Never in silence: what of the attached files was not looked through. */
function sayUnread(files: readonly AttachedFile[]): readonly string[] {
  const length = files.reduce((sum, file) => sum + file.content.length, 0);
  if (length <= mostAttachedText) return [];
  return [
    `*Only the first ${mostAttachedText.toLocaleString("en")} characters of the attached files were searched.*\n\n`,
  ];
}

interface Asking {
  readonly deps: AnswerDeps;
  readonly actor: Actor;
  readonly request: AnswerRequest;
  readonly signal: AbortSignal;
}

const nothingAsked = "There is no question in this message. Ask for something that may stand in your notes.";
const perPart = 3;
/** Candidates weighed for each part, so that a rare word further down is not overlooked. */
const looksAt = 20;

interface Found {
  readonly query: string;
  /** The best of what was not good enough. */
  readonly nearest: Weighed<Passage> | undefined;
  readonly chosen: readonly Weighed<Passage>[];
  readonly answer: SearchAnswer;
}

/** Tries the narrowest query first; what it finds stands, unless it is nothing. */
async function findPassages({ deps, actor, request, signal }: Asking, part: Part): Promise<Found> {
  const attached = readAttachments(request.attachments, part.words);
  const [query = "", ...wider] = part.queries;
  const wanted: SearchRequest = {
    query,
    limit: Math.max(looksAt, request.limit),
    type: "all",
    maxDistance: request.maxDistance,
    dedupe: true,
    rerank: false,
    fileNames: request.fileNames,
    timeZone: request.timeZone,
    space: request.space,
  };
  const answer = await deps.search(actor, wanted, signal);
  const notes = answer.hits.map((hit) => toNotePassage(hit, request.citedBefore));
  const weighed = weighPassages<Passage>(part, [...attached, ...notes]);
  const chosen = choosePassages(part, weighed, Math.min(perPart, request.limit));
  if (chosen.length > 0 || wider.length === 0) return { query, chosen, nearest: weighed[0], answer };
  return findPassages({ deps, actor, request, signal }, { ...part, queries: wider });
}

export const toNotePassage = (hit: SearchHit, citedBefore: readonly string[]): NotePassage => ({
  from: "note",
  hit,
  text: hit.text,
  title: hit.title,
  headings: hit.headings,
  fileName: hit.fileName,
  terms: hit.match.terms,
  relevance: hit.relevance,
  similarity: hit.ranks.similarity ?? undefined,
  citedBefore: citedBefore.includes(hit.fileName),
});

/** Quotes what was chosen; words that an earlier part quoted already are pointed to. */
function quote({ actor }: Asking, part: Part, { query, chosen }: Found, quoted: Quoted[]): AnsweredPart {
  const repeated: number[] = [];
  const citations: Citation[] = [];
  for (const weighed of chosen) {
    const passage = weighed.candidate;
    const words = shortenPassage(passage.text, { ...part, weights: weighed.weights });
    const before = quoted.find((one) => isSame(one, passage, words));
    if (before !== undefined) {
      repeated.push(before.number);
      continue;
    }
    const one: Quoted = { number: quoted.length + 1, passage, quote: words, query };
    quoted.push(one);
    citations.push(toCitation(one, actor));
  }
  return {
    part,
    citations,
    repeated,
    missing: missingWords(part, chosen),
    respelled: respelledWords(part, chosen),
    nothing: undefined,
  };
}

async function sayNothing(asking: Asking, part: Part, { answer, nearest }: Found): Promise<AnsweredPart> {
  const { deps, request } = asking;
  const nothing = sayNothingFound(part, {
    passages: answer.searched.chunks,
    files: await deps.countFiles(),
    limitedToFiles: request.fileNames?.length,
    attachments: request.attachments.length,
    suggestion: answer.suggestion,
    nearest: nearest && describeNearest(asking, part, nearest),
  });
  return { part, citations: [], repeated: [], missing: [], respelled: [], nothing };
}

/** Worth naming when it has one of the words asked for, at least. */
function describeNearest({ actor }: Asking, part: Part, nearest: Weighed<Passage>): Searched["nearest"] {
  const missing = missingWords(part, [nearest]);
  if (missing.length === 0 || missing.length === part.words.length - part.minor.size) return undefined;
  const quote = shortenPassage(nearest.candidate.text, { ...part, weights: nearest.weights });
  return { source: toCitation({ number: 0, passage: nearest.candidate, quote, query: "" }, actor), missing };
}
