import {
  type ChatEvent,
  type ChatRequest,
  type ChatUsage,
  type ContextItem,
  joinMarks,
  KhojError,
} from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { readCommand } from "./answer/command.ts";
import { answerTurn, type TurnAnswer, type TurnWork } from "./answer-turn.ts";
import { type BegunTurn, beginTurn } from "./begin-turn.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { insertAnswer, type MessageState } from "./message-store.ts";
import { ownerOf } from "./owner.ts";

/** How a turn is watched and steered while it runs. */
export interface TurnControls {
  emit(event: ChatEvent): void;
  /** Stops the answer; what there is of it is kept. */
  readonly signal: AbortSignal;
  /** Further instructions that came while it ran, each given once. */
  takeInstructions(): readonly string[];
}

export interface TurnResult {
  readonly text: string;
  readonly context: readonly ContextItem[];
  readonly queries: readonly string[] | undefined;
  readonly usage: ChatUsage | undefined;
}

/**
 * One question and its answer. The question is committed before anything else happens, the answer before the client
 * hears of its end (W-25); an error becomes an answer that says so, with the ending events (W-26). Whoever asked may
 * leave meanwhile: the turn does not need them. Throws only where the question could not be kept.
 */
export async function runTurn(
  deps: ChatDeps,
  actor: Actor,
  request: ChatRequest,
  controls: TurnControls,
): Promise<TurnResult> {
  const { question } = readCommand(request.q);
  if (question.trim() === "") return sayOnly(controls, "Please ask a question, or say what to look for.");
  const begun = await beginTurn(deps, actor, request);
  if (typeof begun === "string") return sayOnly(controls, begun);
  const { conversationId, turnId } = begun;
  return deps.running.track({ conversationId, turnId, personId: actor.personId }, (stopped) =>
    finish(deps, actor, request, begun, { ...controls, signal: AbortSignal.any([controls.signal, stopped]) }),
  );
}

/** A short answer to what could not become a turn: without metadata, kept nowhere. */
export function sayOnly({ emit }: Pick<TurnControls, "emit">, text: string): TurnResult {
  emit({ type: "start_llm_response", data: "" });
  emit({ type: "text", data: text });
  emit({ type: "end_llm_response", data: "" });
  emit({ type: "end_response", data: "" });
  return { text, context: [], queries: undefined, usage: undefined };
}

async function finish(
  deps: ChatDeps,
  actor: Actor,
  request: ChatRequest,
  begun: BegunTurn,
  controls: TurnControls,
): Promise<TurnResult> {
  const { emit, signal } = controls;
  emit({ type: "metadata", data: { conversationId: begun.conversationId, turnId: begun.turnId } });
  const telling = openTelling(request, begun, controls);
  const { answer, work } = telling;
  let state: MessageState = "complete";
  try {
    await answerTurn(deps, actor, work);
    if (answer.failed) state = "failed";
  } catch (error) {
    state = signal.aborted ? "interrupted" : "failed";
    if (state === "failed") {
      if (!telling.hasBegun()) emit({ type: "start_llm_response", data: "" });
      work.say(`${telling.text() === "" ? "" : "\n\n"}${sayWhatFailed(deps, error, "The answer could not be made.")}`);
    }
  }
  const unsaved = await keep(deps, actor, begun, { text: telling.text(), state, answer });
  if (unsaved !== undefined) work.say(`\n\n${unsaved}`);
  if (state !== "interrupted") {
    emit({ type: "end_llm_response", data: "" });
    if (answer.usage !== undefined) emit({ type: "usage", data: answer.usage });
    emit({ type: "end_response", data: "" });
  }
  return { text: telling.text(), context: answer.context, queries: answer.queries, usage: answer.usage };
}

interface Telling {
  readonly work: TurnWork;
  readonly answer: TurnAnswer;
  text(): string;
  /** The answer's text has begun. */
  hasBegun(): boolean;
}

const mostThoughts = 50_000;

/** Tells an answer as it is made, and keeps what was told. */
function openTelling(request: ChatRequest, begun: BegunTurn, controls: TurnControls): Telling {
  const { emit } = controls;
  const said: string[] = [];
  let begunText = false;
  const answer: TurnAnswer = {
    steps: [],
    context: [],
    queries: [],
    thoughts: "",
    marks: undefined,
    usage: undefined,
    failed: false,
  };
  const work: TurnWork = {
    request,
    begun,
    controls,
    answer,
    say(text) {
      said.push(text);
      emit({ type: "text", data: text });
    },
    step(text) {
      answer.steps.push(text);
      emit({ type: "status", data: text });
    },
    think(text) {
      answer.thoughts = (answer.thoughts + text).slice(0, mostThoughts);
      emit({ type: "thought", data: text });
    },
    showReferences() {
      const { context, queries } = answer;
      const data = { inferredQueries: [...queries], context: [...context], onlineContext: {}, codeContext: {} };
      emit({ type: "references", data });
      emit({ type: "start_llm_response", data: "" });
      begunText = true;
    },
    showMarks(marks) {
      answer.marks = joinMarks(answer.marks, marks);
      if (request.marks) emit({ type: "marks", data: marks });
    },
    spend({ inputTokens, outputTokens }) {
      if (inputTokens === undefined && outputTokens === undefined) return;
      answer.usage = {
        input_tokens: (answer.usage?.input_tokens ?? 0) + (inputTokens ?? 0),
        output_tokens: (answer.usage?.output_tokens ?? 0) + (outputTokens ?? 0),
      };
    },
  };
  return { work, answer, text: () => said.join("").trimEnd(), hasBegun: () => begunText };
}

const stopped = "*Stopped before there was an answer.*";

/** Commits the answer; says so in words where that fails. */
async function keep(
  deps: ChatDeps,
  actor: Actor,
  begun: BegunTurn,
  { text, state, answer }: { readonly text: string; readonly state: MessageState; readonly answer: TurnAnswer },
): Promise<string | undefined> {
  const owner = ownerOf(actor);
  const { failed: _inState, ...details } = answer;
  const message = {
    conversationId: begun.conversationId,
    position: begun.position + 1,
    turnId: begun.turnId,
    by: "khoj" as const,
    text: text === "" ? stopped : text,
    state,
    details: { ...details, question: begun.question },
  };
  try {
    await deps.database.inSpaces([owner.spaceId], (sql) => insertAnswer(sql, owner, message));
    return undefined;
  } catch (error) {
    return sayWhatFailed(deps, error, "This answer could not be kept: after a reload it will be missing.");
  }
}

/** A sentence for the person. Of what nobody foresaw, only the log is told more. */
export function sayWhatFailed(deps: ChatDeps, error: unknown, what: string): string {
  if (error instanceof KhojError && error.code !== "internal") return `${what} ${error.message}.`.replace(/\.\.$/, ".");
  deps.log.error({ error }, "a turn failed unexpectedly");
  return `${what} Something inside the server failed; its log says more. Try again.`;
}
