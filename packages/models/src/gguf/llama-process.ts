import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ChatFailure } from "../chat-model.ts";
import type { AskOrder, FromLlama, LoadOrder, ToLlama } from "./messages.ts";

/** A process with one GGUF file loaded. It answers one question at a time. */
export interface LlamaProcess {
  readonly pid: number | undefined;
  readonly isAlive: () => boolean;
  /** Rejects with a `ChatFailure` when the process is silent for too long, ends or fails. */
  ask(order: AskOrder, signal?: AbortSignal): AsyncGenerator<FromLlama>;
  /** Resolves when it does nothing any more: what was stopped has a moment to notice, then the process is ended. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface LlamaProcessOptions {
  readonly name: string;
  readonly runtime: string;
  readonly file: string;
  readonly contextTokens: number;
  /** Milliseconds that it may be silent; then its process is ended. */
  readonly patience: number;
}

/** Milliseconds for what was stopped to come to an end by itself, which saves loading it again. */
const momentToStop = 2000;

export async function startLlama(options: LlamaProcessOptions, signal?: AbortSignal): Promise<LlamaProcess> {
  const { name, runtime, file, contextTokens, patience } = options;
  const child = fork(fileURLToPath(new URL("./llama.child.ts", import.meta.url)), [], {
    env: { PATH: path.dirname(process.execPath) },
    execArgv: ["--max-old-space-size=512"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.once("error", () => child.kill("SIGKILL"));
  child.unref();
  const line = openLine(child, { name, patience });
  const close = async (): Promise<void> => {
    if (hasEnded(child)) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    child.ref();
    await gone;
  };
  // Whoever answers a person comes first; half of the processors leave the server room.
  const threads = Math.max(1, Math.floor(availableParallelism() / 2));
  const order: LoadOrder = { do: "load", runtime, file, contextTokens, threads };
  try {
    for await (const message of line.converse(order, signal)) if (message.is === "loaded") break;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    pid: child.pid,
    isAlive: () => !hasEnded(child) && child.connected,
    ask: line.converse,
    async settle() {
      if (line.isIdle()) return;
      if (child.connected) child.send({ do: "stop" } satisfies ToLlama);
      await Promise.race([line.idle(), sleep(momentToStop)]);
      if (!line.isIdle()) await close();
    },
    close,
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

interface Line {
  /** Sends an order and gives what is said to it, the last word included. */
  converse(order: LoadOrder | AskOrder, signal?: AbortSignal): AsyncGenerator<FromLlama>;
  isIdle(): boolean;
  idle(): Promise<void>;
}

const isLast = ({ is }: FromLlama): boolean => is !== "text" && is !== "thought";

/** The way to the process. It keeps ours alive only while something is asked. */
function openLine(child: ChildProcess, { name, patience }: Pick<LlamaProcessOptions, "name" | "patience">): Line {
  let isIdle = true;
  let heard: FromLlama[] = [];
  const wakers = new Set<() => void>();
  const wake = (): void => {
    for (const each of wakers) each();
  };
  child.channel?.unref();
  child.on("message", (message: FromLlama) => {
    if (isLast(message)) {
      isIdle = true;
      child.channel?.unref();
    }
    heard.push(message);
    wake();
  });
  child.once("exit", () => {
    isIdle = true;
    wake();
  });
  /** False: nothing happened for as long. */
  const happens = async (milliseconds: number): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const clock = setTimeout(() => resolve(false), milliseconds);
    const onWake = (): void => resolve(true);
    wakers.add(onWake);
    try {
      return await promise;
    } finally {
      wakers.delete(onWake);
      clearTimeout(clock);
    }
  };
  async function* converse(order: LoadOrder | AskOrder, signal?: AbortSignal): AsyncGenerator<FromLlama> {
    heard = [];
    isIdle = false;
    child.channel?.ref();
    if (child.connected) child.send(order);
    signal?.addEventListener("abort", wake);
    try {
      for (;;) {
        signal?.throwIfAborted();
        const message = heard.shift();
        if (message?.is === "failed") throw readFailure(name, message.name);
        if (message) yield message;
        if (message && isLast(message)) return;
        if (message) continue;
        if (hasEnded(child))
          throw new ChatFailure("failed", `${name} ended unexpectedly; it may need more memory than there is`);
        if (!(await happens(patience))) throw new ChatFailure("slow", `${name} did not answer in time`);
      }
    } finally {
      signal?.removeEventListener("abort", wake);
    }
  }
  return {
    converse,
    isIdle: () => isIdle,
    async idle() {
      while (!isIdle) await happens(momentToStop);
    },
  };
}

function readFailure(name: string, error: string): ChatFailure {
  const memory = error === "InsufficientMemoryError";
  return new ChatFailure(
    "failed",
    memory
      ? `${name} needs more memory than there is; give it a smaller window or take a smaller model`
      : `${name} could not be run (${error}); khoj models verify tells whether its file is whole`,
  );
}
