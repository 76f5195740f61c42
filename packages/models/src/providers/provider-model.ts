import { setTimeout as sleep } from "node:timers/promises";
import type { LanguageModelV4, LanguageModelV4FinishReason, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { ChatAsk, ChatEnd, ChatModel, ChatPiece, ChatUsage } from "../chat-model.ts";
import { limitAnswer } from "../limit-answer.ts";
import { boundAnswers } from "./bound-answers.ts";
import { countTokens } from "./count-tokens.ts";
import { languageModel } from "./language-model.ts";
import { noticeLoop } from "./notice-loop.ts";
import type { Provider } from "./provider.ts";
import { garbled, readFailure } from "./read-failure.ts";
import { splitThoughts } from "./split-thoughts.ts";
import { toCall } from "./to-call.ts";
import { wholeCharacters } from "./whole-characters.ts";

export interface ProviderModelSettings {
  /** The provider's name for it. */
  readonly model: string;
  /** As people know it. */
  readonly name: string;
  readonly contextTokens: number;
  readonly answerTokens: number;
  readonly sees: boolean;
  readonly isRemote: boolean;
  /** Milliseconds that an answer may take in all; ten minutes by default. */
  readonly longest?: number;
  /** Milliseconds to wait before each further try, while nothing has come; 500 and 2,000 by default. */
  readonly pauses?: readonly number[];
}

/** A chat model of a provider. */
export function openProviderModel(given: Provider, settings: ProviderModelSettings): ChatModel {
  const { name, contextTokens, answerTokens, sees, isRemote, longest = 600_000 } = settings;
  const provider = { ...given, fetch: boundAnswers(given.fetch, name) };
  const model = languageModel(provider, settings.model);
  return {
    name,
    contextTokens,
    answerTokens,
    sees,
    isRemote,
    countTokens,
    ask: (ask) =>
      limitAnswer(
        (signal) => askPatiently({ provider, settings, model }, { ...ask, signal }),
        { name, answerTokens: ask.answerTokens, longest },
        ask.signal,
      ),
  };
}

interface Asking {
  readonly provider: Provider;
  readonly settings: ProviderModelSettings;
  readonly model: LanguageModelV4;
}

/** Failures that pass by themselves, of which the same model may be asked again. */
const passing: readonly string[] = ["unreachable", "rate-limit", "overloaded", "failed"];
const longestPause = 10_000;

/** Tries again while nothing has come: after the first piece a second answer would not fit the first. */
async function* askPatiently(asking: Asking, ask: ChatAsk): AsyncGenerator<ChatPiece> {
  const { pauses = [500, 2000], name } = asking.settings;
  let inWords = false;
  for (let attempt = 0; ; attempt++) {
    let begun = false;
    try {
      for await (const piece of askOnce(asking, ask, inWords)) {
        begun = true;
        yield piece;
      }
      return;
    } catch (error) {
      ask.signal?.throwIfAborted();
      const failure = readFailure(error, name);
      const pause = Math.max(pauses[attempt] ?? Number.POSITIVE_INFINITY, failure.retryAfter ?? 0);
      // Some servers refuse the shape of an answer as a parameter; in words they take it.
      const shapeRefused: boolean =
        failure.kind === "failed" && ask.json !== undefined && !inWords && isRefusedRequest(error);
      if (begun || !(shapeRefused || (passing.includes(failure.kind) && pause <= longestPause))) throw failure;
      inWords ||= shapeRefused;
      if (!shapeRefused) await sleep(pause, undefined, ask.signal ? { signal: ask.signal } : {});
    }
  }
}

const isRefusedRequest = (error: unknown): boolean =>
  error instanceof Error && "statusCode" in error && (error.statusCode === 400 || error.statusCode === 422);

async function* askOnce(
  { provider, settings, model }: Asking,
  ask: ChatAsk,
  inWords: boolean,
): AsyncGenerator<ChatPiece> {
  // Ends the request when whoever reads stops reading, whatever the library does.
  const leaving = new AbortController();
  const abortSignal = ask.signal ? AbortSignal.any([ask.signal, leaving.signal]) : leaving.signal;
  try {
    const call = toCall(ask, { kind: provider.kind, model: settings.model, sees: settings.sees, inWords });
    const { stream } = await model.doStream({ ...call, abortSignal });
    yield* readStream(stream, settings.name);
  } finally {
    leaving.abort();
  }
}

async function* readStream(stream: ReadableStream<LanguageModelV4StreamPart>, name: string): AsyncGenerator<ChatPiece> {
  const characters = { text: wholeCharacters(), thought: wholeCharacters() };
  const loops = { text: noticeLoop(), thought: noticeLoop() };
  const thoughts = splitThoughts();
  for await (const part of stream) {
    if (part.type === "error") throw readFailure(part.error, name);
    if (part.type === "text-delta" || part.type === "reasoning-delta") {
      const isText = part.type === "text-delta";
      const whole = characters[isText ? "text" : "thought"].take(part.delta);
      const pieces = isText ? thoughts.take(whole) : [{ kind: "thought" as const, text: whole }];
      for (const piece of pieces) {
        if (piece.text === "") continue;
        yield piece;
        if (!loops[piece.kind](piece.text)) continue;
        yield { kind: "end", end: "looping", usage: { inputTokens: undefined, outputTokens: undefined } };
        return;
      }
    }
    if (part.type === "finish") {
      yield* thoughts.end();
      yield { kind: "end", end: endOf(part.finishReason, name), usage: usageOf(part) };
      return;
    }
  }
  throw garbled(name);
}

function endOf({ unified, raw }: LanguageModelV4FinishReason, name: string): ChatEnd {
  if (unified === "content-filter") return "refused";
  if (unified === "length") return "length";
  if (unified === "error" || unified === "interrupted" || (unified === "other" && raw === undefined))
    throw garbled(name);
  return "complete";
}

const usageOf = ({ usage }: Extract<LanguageModelV4StreamPart, { type: "finish" }>): ChatUsage => ({
  inputTokens: usage.inputTokens.total,
  outputTokens: usage.outputTokens.total,
});
