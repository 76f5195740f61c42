import type { Actor } from "../platform/actor.ts";
import { type Answer, type AnswerRequest, answerQuestion } from "./answer/answer-question.ts";
import { neutraliseLabel } from "./answer/neutralise.ts";
import type { TurnWork } from "./answer-turn.ts";
import type { ChatDeps } from "./chat-deps.ts";

export interface Quoting {
  makeRequest(question: string, earlier?: readonly string[]): AnswerRequest;
  countFiles(): Promise<number>;
}

/** Answers without a model: by the passages that answer, quoted. */
export async function answerByQuoting(deps: ChatDeps, actor: Actor, work: TurnWork, quoting: Quoting): Promise<void> {
  const { answer, say, controls } = work;
  const found = await lookUp(deps, actor, work, quoting);
  answer.context = found.context;
  answer.queries = found.queries;
  controls.signal.throwIfAborted();
  work.showReferences();
  for (const piece of found.pieces) say(piece);
  await answerInstructions(deps, actor, work, quoting);
}

async function lookUp(deps: ChatDeps, actor: Actor, work: TurnWork, quoting: Quoting): Promise<Answer> {
  const { begun, controls } = work;
  work.step(`**Searching your notes for:** ${neutraliseLabel(begun.question).slice(0, 200)}`);
  const found = await ask(deps, actor, work, quoting, begun.question);
  const instructions = controls.takeInstructions();
  if (instructions.length === 0) return found;
  work.step(`**Searching your notes also for:** ${neutraliseLabel(instructions.join(" ")).slice(0, 200)}`);
  return ask(deps, actor, work, quoting, [begun.question, ...instructions].join("\n\n"));
}

/** What was asked while the answer was already being written is answered below it. */
async function answerInstructions(deps: ChatDeps, actor: Actor, work: TurnWork, quoting: Quoting): Promise<void> {
  const { begun, controls, answer, say } = work;
  for (const instruction of controls.takeInstructions()) {
    const found = await ask(deps, actor, work, quoting, instruction, [begun.question]);
    const first = answer.context.length;
    for (const piece of found.pieces) say(renumber(piece, first));
    answer.context = [...answer.context, ...found.context];
    answer.queries = [...answer.queries, ...found.queries];
  }
}

const renumber = (piece: string, first: number): string =>
  piece.replace(/^\*\*\[(\d+)\]\*\*/gm, (_, number: string) => `**[${Number(number) + first}]**`);

function ask(
  deps: ChatDeps,
  actor: Actor,
  { controls }: TurnWork,
  { makeRequest, countFiles }: Quoting,
  question: string,
  earlier: readonly string[] = [],
): Promise<Answer> {
  const { search, now } = deps;
  const wanted = makeRequest(question, earlier);
  const answering = answerQuestion({ search, countFiles, now }, actor, wanted, controls.signal);
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
