import { stat } from "node:fs/promises";
import { type ChatAsk, ChatFailure, type ChatModel, type ChatPiece } from "../chat-model.ts";
import { limitAnswer, longestAnswer } from "../limit-answer.ts";
import { countTokens } from "../providers/count-tokens.ts";
import { noticeLoop } from "../providers/notice-loop.ts";
import { splitThoughts } from "../providers/split-thoughts.ts";
import { isLlamaHere } from "./install-llama.ts";
import { type LlamaProcess, startLlama } from "./llama-process.ts";
import type { AskOrder } from "./messages.ts";
import { openQueue } from "./queue.ts";

export interface GgufModel {
  /** Undefined: it is gone. */
  readonly file: string | undefined;
  /** What it was when it was added; another length is another file. */
  readonly bytes: number;
  readonly name: string;
  readonly contextTokens: number;
  readonly answerTokens: number;
}

export interface GgufModels {
  open(model: GgufModel): ChatModel;
  /** The process that has a model loaded now. */
  pid(): number | undefined;
  close(): Promise<void>;
}

export interface GgufOptions {
  /** Where node-llama-cpp lies. */
  readonly runtime: string;
  /** Milliseconds that a model may be silent, or a question may wait for those before it; an answer in all may take five times as long. */
  readonly patience: number;
  /** Milliseconds without a question after which the memory is given back. */
  readonly rest?: number;
}

/**
 * Models in GGUF files, run by llama.cpp in a process of their own: what they break is not the server. One is loaded at a
 * time and answers one question at a time; the process ends when nobody asks.
 */
export function openGgufModels({ runtime, patience, rest = 300_000 }: GgufOptions): GgufModels {
  const queue = openQueue(patience);
  let loaded: { readonly key: string; readonly process: LlamaProcess } | undefined;
  let resting: NodeJS.Timeout | undefined;
  const putAway = async (): Promise<void> => {
    const { process } = loaded ?? {};
    loaded = undefined;
    await process?.close();
  };
  const load = async (model: GgufModel, signal: AbortSignal | undefined): Promise<LlamaProcess> => {
    const { name, contextTokens } = model;
    const key = JSON.stringify([model.file, model.bytes, contextTokens]);
    if (loaded?.key === key && loaded.process.isAlive()) return loaded.process;
    await putAway();
    const file = await requireFile(model, runtime);
    const process = await startLlama({ name, runtime, file, contextTokens, patience }, signal);
    loaded = { key, process };
    return process;
  };
  async function* ask(model: GgufModel, asked: ChatAsk): AsyncGenerator<ChatPiece> {
    const leave = await queue.enter(model.name, asked.signal);
    clearTimeout(resting);
    let process: LlamaProcess | undefined;
    try {
      process = await load(model, asked.signal);
      const running = process;
      yield* limitAnswer(
        (signal) => converse(running, model, { ...asked, signal }),
        { name: model.name, answerTokens: asked.answerTokens, longest: longestAnswer(patience) },
        asked.signal,
      );
    } catch (error) {
      if (error instanceof ChatFailure && error.kind !== "too-long") await putAway();
      throw error;
    } finally {
      // Whoever stopped it does not wait for it; the next question does.
      void (process?.settle() ?? Promise.resolve()).finally(() => {
        resting = setTimeout(() => void putAway(), rest).unref();
        leave();
      });
    }
  }
  return {
    open: (model) => ({
      name: model.name,
      contextTokens: model.contextTokens,
      answerTokens: model.answerTokens,
      sees: false,
      isRemote: false,
      countTokens,
      ask: (asked) => ask(model, asked),
    }),
    pid: () => (loaded?.process.isAlive() ? loaded.process.pid : undefined),
    async close() {
      clearTimeout(resting);
      await putAway();
    },
  };
}

async function requireFile({ file, bytes, name }: GgufModel, runtime: string): Promise<string> {
  const size = await stat(file ?? "").then(
    (facts) => facts.size,
    () => undefined,
  );
  if (size === undefined || file === undefined)
    throw new ChatFailure("failed", `The file of ${name} is gone; add it again`);
  if (size !== bytes)
    throw new ChatFailure("failed", `The file of ${name} is not the one that was added; add it again`);
  if (!(await isLlamaHere(runtime)))
    throw new ChatFailure("failed", `The program that runs ${name} is missing; add the model again, which gets it`);
  return file;
}

async function* converse(process: LlamaProcess, { name }: GgufModel, asked: ChatAsk): AsyncGenerator<ChatPiece> {
  const loops = { text: noticeLoop(), thought: noticeLoop() };
  const thoughts = splitThoughts();
  for await (const message of process.ask(orderOf(asked), asked.signal)) {
    if (message.is === "too-long")
      throw new ChatFailure("too-long", `${name} was given ${message.tokens} tokens, more than it reads at once`);
    if (message.is === "text" || message.is === "thought") {
      const isText = message.is === "text";
      for (const piece of isText ? thoughts.take(message.text) : [{ kind: "thought" as const, text: message.text }]) {
        yield piece;
        if (!loops[piece.kind](piece.text)) continue;
        yield { kind: "end", end: "looping", usage: { inputTokens: undefined, outputTokens: undefined } };
        return;
      }
    }
    if (message.is !== "ended") continue;
    const { end, inputTokens, outputTokens } = message;
    yield* thoughts.end();
    yield { kind: "end", end, usage: { inputTokens, outputTokens } };
  }
}

function orderOf({ turns, answerTokens, temperature, seed, json }: ChatAsk): AskOrder {
  const texts = turns.map(({ by, parts }) => ({
    by,
    text: parts.flatMap(({ kind, value }) => (kind === "text" ? [value] : [])).join("\n"),
  }));
  return { do: "ask", turns: texts, answerTokens, temperature, seed, json };
}
