import type { ChatRequest, ContextItem } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import { type Answer, type AnswerRequest, answerQuestion } from "./answer/answer-question.ts";
import { readCommand, sayWhatIsMissing } from "./answer/command.ts";
import { neutraliseLabel } from "./answer/neutralise.ts";
import type { BegunTurn } from "./begin-turn.ts";
import type { ChatDeps } from "./chat-deps.ts";
import type { TurnControls } from "./run-turn.ts";

/** What is known of an answer so far; grows while it is made, so that an interrupted one keeps what it had. */
export interface TurnAnswer {
  readonly steps: string[];
  context: readonly ContextItem[];
  queries: readonly string[];
}

export interface TurnWork {
  readonly request: ChatRequest;
  readonly begun: BegunTurn;
  readonly controls: TurnControls;
  readonly answer: TurnAnswer;
  say(text: string): void;
}

/** Answers a turn that has begun: status, references, text, in that order. */
export async function answerTurn(deps: ChatDeps, actor: Actor, work: TurnWork): Promise<void> {
  const { request, controls, answer, say } = work;
  const missing = sayWhatIsMissing(readCommand(request.q).name);
  const found = missing === undefined ? await lookUp(deps, actor, work) : undefined;
  answer.context = found?.context ?? [];
  answer.queries = found?.queries ?? [];
  controls.signal.throwIfAborted();
  controls.emit({
    type: "references",
    data: {
      inferredQueries: [...answer.queries],
      context: [...answer.context],
      onlineContext: {},
      codeContext: {},
    },
  });
  controls.emit({ type: "start_llm_response", data: "" });
  for (const piece of found?.pieces ?? [missing ?? ""]) say(piece);
  await answerInstructions(deps, actor, work);
  if ((request.images ?? []).length > 0) say(`\n\n${unreadImages(request.images?.length ?? 0)}`);
  controls.signal.throwIfAborted();
}

async function lookUp(deps: ChatDeps, actor: Actor, work: TurnWork): Promise<Answer> {
  const { begun, controls } = work;
  step(work, `**Searching your notes for:** ${neutraliseLabel(begun.question).slice(0, 200)}`);
  const found = await ask(deps, actor, work, begun.question, []);
  const instructions = controls.takeInstructions();
  if (instructions.length === 0) return found;
  step(work, `**Searching your notes also for:** ${neutraliseLabel(instructions.join(" ")).slice(0, 200)}`);
  return ask(deps, actor, work, [begun.question, ...instructions].join("\n\n"), []);
}

/** What was asked while the answer was already being written is answered below it. */
async function answerInstructions(deps: ChatDeps, actor: Actor, work: TurnWork): Promise<void> {
  const { begun, controls, answer, say } = work;
  for (const instruction of controls.takeInstructions()) {
    const found = await ask(deps, actor, work, instruction, [begun.question]);
    const first = answer.context.length;
    for (const piece of found.pieces) say(renumber(piece, first));
    answer.context = [...answer.context, ...found.context];
    answer.queries = [...answer.queries, ...found.queries];
  }
}

const renumber = (piece: string, first: number): string =>
  piece.replace(/^\*\*\[(\d+)\]\*\*/gm, (_, number: string) => `**[${Number(number) + first}]**`);

function step({ answer, controls }: TurnWork, data: string): void {
  answer.steps.push(data);
  controls.emit({ type: "status", data });
}

function ask(
  deps: ChatDeps,
  actor: Actor,
  { request, begun, controls }: TurnWork,
  question: string,
  earlier: readonly string[],
): Promise<Answer> {
  const asked = begun.before.filter(({ by }) => by === "you").map(({ text }) => text);
  const lastAnswer = begun.before.findLast(({ by }) => by === "khoj");
  const wanted: AnswerRequest = {
    question,
    earlier: [...earlier, ...asked.reverse()],
    citedBefore: (lastAnswer?.details.context ?? []).map(({ file }) => file),
    fileNames: begun.fileFilters.length > 0 ? begun.fileFilters : undefined,
    attachments: request.files ?? [],
    limit: Math.min(Math.max(request.n ?? usualPassages, 1), mostPassages),
    maxDistance: request.d ?? undefined,
    timeZone: request.timezone ?? undefined,
    space: begun.space,
  };
  const countFiles = async (): Promise<number> => {
    const counts = await deps.library.counts(readableSpaces(actor, wanted.space));
    return counts.indexed + counts.partly;
  };
  const answering = answerQuestion({ search: deps.search, countFiles, now: deps.now }, actor, wanted, controls.signal);
  return unlessStopped(answering, controls.signal);
}

/** A stop does not wait for a search that is slow to notice it. */
async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

const usualPassages = 7;
const mostPassages = 10;

const unreadImages = (count: number): string =>
  `*${count === 1 ? "The picture" : `The ${count} pictures`} you attached ${count === 1 ? "is" : "are"} kept with your message but ${
    count === 1 ? "was" : "were"
  } not looked at: that needs a model that can see, and none is set up yet.*`;
