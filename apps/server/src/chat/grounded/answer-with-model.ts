import type { ContextItem } from "@khoj/contract";
import type { NamedChatModel } from "../../models/index.ts";
import type { Actor } from "../../platform/actor.ts";
import type { AnswerRequest } from "../answer/answer-question.ts";
import { toContext } from "../answer/cite-passage.ts";
import { neutraliseLabel } from "../answer/neutralise.ts";
import { type Part, readQuestion } from "../answer/read-question.ts";
import { sayNothingFound } from "../answer/say-nothing-found.ts";
import type { TurnWork } from "../answer-turn.ts";
import type { ChatDeps } from "../chat-deps.ts";
import { fitPrompt, type PromptParts } from "./fit-prompt.ts";
import { type Gathered, type GatheredPassage, gatherPassages } from "./gather-passages.ts";
import { inferQueries } from "./infer-queries.ts";
import { sayHowItEnded } from "./say-how-it-ended.ts";
import { openSpeaker, type Speaker } from "./speaker.ts";
import { streamModel } from "./stream-model.ts";
import { type Circumstances, type From, newFence, writeSystemPrompt } from "./write-prompt.ts";

export interface ModelTurn {
  readonly deps: ChatDeps;
  readonly actor: Actor;
  readonly work: TurnWork;
  readonly chain: readonly [NamedChatModel, ...NamedChatModel[]];
  readonly from: From;
  readonly circumstances: Circumstances;
  readonly request: AnswerRequest;
  /** Files that can be searched: for saying that nothing was found in them. */
  countFiles(): Promise<number>;
}

/**
 * Answers by a model, from the passages found: status, references, text, and marks for who asked for them. A model that
 * fails leaves what was gathered.
 */
export async function answerWithModel(turn: ModelTurn): Promise<void> {
  const { work, request } = turn;
  const question = [request.question, ...work.controls.takeInstructions()].join("\n\n");
  const { gathered, parts } = await gather(turn, question);
  const from = chooseFrom(turn, gathered);
  const found = fitting(turn, question, from, gathered.passages);
  keepContext(turn, found, gathered.queries);
  work.showReferences();
  const speaker = openSpeaker(
    { passages: found.map(toText), said: saidBy(turn), marksFacts: from !== "knowledge" },
    { say: work.say, showMarks: work.showMarks },
  );
  if (gathered.passages.length === 0 && asksForNotes(turn, parts)) {
    speaker.remark(await sayNothing(turn, parts, gathered));
    if (turn.from === "notes") return;
    speaker.remark(` *What ${neutraliseLabel(turn.chain[0].name)} knows without them:*\n\n`);
  }
  await say(turn, { question, from, parts, passages: found, speaker });
  for (const problem of gathered.problems) speaker.remark(`\n\n${neutraliseLabel(problem)}.`);
  await answerInstructions(turn, { from, passages: found, speaker });
  keepMarks(turn, speaker);
}

async function gather(turn: ModelTurn, question: string): Promise<{ gathered: Gathered; parts: readonly Part[] }> {
  const { deps, actor, work, chain, request } = turn;
  const parts = readQuestion(question, request.earlier, deps.now());
  const looks = turn.from !== "knowledge" && parts.some(({ words, filters }) => words.length + filters.length > 0);
  if (!looks && request.attachments.length === 0) return { gathered: nothing, parts };
  const { signal } = work.controls;
  const { before } = work.begun;
  const queries = looks
    ? await inferQueries({ models: deps.models, model: chain[0] }, { question, parts, before }, signal)
    : [];
  if (looks) {
    const shown = queries.map(([query = ""]) => neutraliseLabel(query).slice(0, 200)).join(", ");
    work.step(`**Searching your notes for:** ${shown}`);
  }
  return { gathered: await gatherPassages(deps, actor, { request, parts, queries }, signal), parts };
}

const nothing: Gathered = { passages: [], queries: [], searched: 0, suggestion: undefined, problems: [] };

/** Without passages a model answers from what it knows, and says so. */
const chooseFrom = ({ from }: ModelTurn, { passages }: Gathered): From =>
  passages.length === 0 ? "knowledge" : from === "knowledge" ? "notes-first" : from;

/** Thanks, greetings and what only leans on the answer before ask nothing of the notes. */
const asksForNotes = ({ from, work }: ModelTurn, parts: readonly Part[]): boolean =>
  from === "notes" ||
  (from === "notes-first" &&
    parts.some(({ words, leansOnEarlier }) => words.length > 0 && !(leansOnEarlier && work.begun.before.length > 0)));

/** The passages that fit the first model: they are the references, under these numbers. */
function fitting(
  turn: ModelTurn,
  question: string,
  from: From,
  passages: readonly GatheredPassage[],
): readonly GatheredPassage[] {
  const { passages: count } = fitPrompt(turn.chain[0].model, toParts(turn, question, from, passages));
  return passages.slice(0, count);
}

function toParts(turn: ModelTurn, question: string, from: From, passages: readonly GatheredPassage[]): PromptParts {
  const { circumstances, chain, work } = turn;
  const fence = newFence();
  const images = chain[0].model.sees ? (work.request.images ?? []) : [];
  const system = writeSystemPrompt(from, circumstances, fence);
  return { system, question, images, passages, fence, before: work.begun.before };
}

interface Saying {
  readonly question: string;
  readonly from: From;
  readonly parts: readonly Part[];
  readonly passages: readonly GatheredPassage[];
  readonly speaker: Speaker;
}

async function say(turn: ModelTurn, { question, from, parts, passages, speaker }: Saying): Promise<void> {
  const { deps, actor, work, chain } = turn;
  work.step(sayWhoAnswers(chain[0], passages.length));
  const ended = await streamModel({
    models: deps.models,
    chain,
    parts: toParts(turn, question, from, passages),
    speaker,
    signal: work.controls.signal,
    step: work.step,
    think: work.think,
    spend: work.spend,
  });
  if (ended.end === "failed" || ended.end === "refused") work.answer.failed = true;
  sayHowItEnded(actor, { ended, from, parts, passages, speaker });
}

function sayWhoAnswers({ name, place }: NamedChatModel, passages: number): string {
  const sent = passages === 0 ? "your question" : `your question and ${passages} passage${passages === 1 ? "" : "s"}`;
  const go = passages === 0 ? "goes" : "go";
  const where = place === undefined ? "nothing leaves this machine" : `${sent} ${go} to ${place}`;
  return `**Generating answer** with ${neutraliseLabel(name)}; ${where}`;
}

/** What was asked while the answer was being written is answered below it. */
async function answerInstructions(
  turn: ModelTurn,
  { from, passages, speaker }: Pick<Saying, "from" | "passages" | "speaker">,
): Promise<void> {
  let known = passages;
  for (const question of turn.work.controls.takeInstructions()) {
    const { gathered, parts } = await gather(turn, question);
    const more = gathered.passages.filter(({ text }) => !known.some((one) => one.text === text));
    known = [...known, ...more];
    keepContext(turn, known, [...turn.work.answer.queries, ...gathered.queries]);
    speaker.know({ passages: more.map(toText), said: [question] });
    speaker.remark("\n\n");
    await say(turn, { question, from: known.length === 0 ? "knowledge" : from, parts, passages: known, speaker });
  }
}

function keepContext(
  { actor, work }: ModelTurn,
  passages: readonly GatheredPassage[],
  queries: readonly string[],
): void {
  work.answer.queries = queries;
  work.answer.context = passages.map(({ passage, query }, index): ContextItem => {
    const whole = { pieces: [{ start: 0, end: passage.text.length }], text: passage.text };
    const { checked: _unknownYet, ...item } = toContext({ number: index + 1, passage, quote: whole, query }, actor);
    return item;
  });
}

/** A passage is checked when a citation of it held, and not when none did. */
function keepMarks({ work: { answer } }: ModelTurn, speaker: Speaker): void {
  const marks = speaker.marks();
  answer.marks = marks;
  answer.context = answer.context.map((item, index) => {
    const citing = marks.citations.filter(({ number }) => number === index + 1);
    return citing.length === 0 ? item : { ...item, checked: citing.some(({ checked }) => checked) };
  });
}

/** A passage with its name: what an answer may say of it. */
const toText = ({ passage, text }: GatheredPassage): string =>
  [passage.fileName, passage.title ?? "", ...passage.headings, text].join("\n");

/** What the person said, and passages of answers before: to say it again is no claim. */
const saidBy = ({ request, work, circumstances }: ModelTurn): readonly string[] => [
  [request.question, ...request.earlier, ...circumstances.pinned, circumstances.name ?? ""].join("\n"),
  ...work.begun.before.flatMap(({ details }) => (details.context ?? []).map(({ compiled }) => compiled)).slice(-20),
];

async function sayNothing(turn: ModelTurn, parts: readonly Part[], gathered: Gathered): Promise<string> {
  const [first] = parts;
  const { request } = turn;
  if (first === undefined) return "Nothing in your notes answers this.";
  return sayNothingFound(
    { ...first, words: parts.flatMap(({ words }) => words) },
    {
      passages: gathered.searched,
      files: await turn.countFiles(),
      limitedToFiles: request.fileNames?.length,
      attachments: request.attachments.length,
      suggestion: gathered.suggestion,
      nearest: undefined,
    },
  );
}
