import { type ChildProcess, fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { LoadOrder, Sequence, SessionAnswer, SessionOrder } from "./messages.ts";

/** The process ended in the middle of what it was asked. */
export class SessionEnded extends Error {
  override readonly name = "SessionEnded";
}

/** One process with a loaded model. It computes orders one after the other. */
export interface SessionProcess {
  readonly pid: number | undefined;
  run(sequences: readonly Sequence[]): Promise<readonly Float32Array[]>;
  stop(): void;
}

/** Starts a process and loads the model in it; `ended` is called once when it ends, for whatever reason. */
export async function startSession(
  order: Omit<LoadOrder, "kind">,
  priority: "usual" | "low",
  ended: () => void,
): Promise<SessionProcess> {
  const child = fork(fileURLToPath(new URL("./session.child.mjs", import.meta.url)), [], {
    serialization: "advanced",
    execArgv: ["--max-semi-space-size=1"],
    env: environment,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.once("error", () => child.kill("SIGKILL"));
  child.once("exit", ended);
  if (priority === "low") lowerPriority(child.pid);
  const ask = asking(child);
  try {
    await ask({ kind: "load", ...order });
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    pid: child.pid,
    async run(sequences) {
      const said = await ask({ kind: "run", sequences });
      return said.kind === "done" ? said.rows : [];
    },
    stop: () => child.kill("SIGKILL"),
  };
}

/** Sends orders; answers come in their order. An idle process does not keep ours alive. */
function asking(child: ChildProcess): (order: SessionOrder) => Promise<SessionAnswer> {
  const waiting: { resolve(said: SessionAnswer): void; reject(error: Error): void }[] = [];
  let isGone = false;
  const hold = (): void => {
    if (waiting.length > 0) child.channel?.ref();
    else child.channel?.unref();
  };
  const gone = (): void => {
    isGone = true;
    for (const each of waiting.splice(0)) each.reject(ended());
  };
  child.unref();
  child.on("message", (said: SessionAnswer) => {
    waiting.shift()?.resolve(said);
    hold();
  });
  child.once("exit", gone);
  // What could not even be started never exits.
  child.once("error", gone);
  return async (order) => {
    if (isGone) throw ended();
    const said = await new Promise<SessionAnswer>((resolve, reject) => {
      waiting.push({ resolve, reject });
      hold();
      child.send(order, (error) => {
        if (error === null) return;
        gone();
        // It hears no more: its place is for another.
        child.kill("SIGKILL");
      });
    });
    if (said.kind === "failed") throw new Error(said.message);
    return said;
  };
}

const ended = (): SessionEnded => new SessionEnded("The process of the model ended");

// It sees neither keys nor addresses. The C library gives back what loading a model took.
const environment = {
  UV_THREADPOOL_SIZE: "1",
  MALLOC_ARENA_MAX: "1",
  MALLOC_TRIM_THRESHOLD_: "131072",
  MALLOC_MMAP_THRESHOLD_: "131072",
};

// Whoever serves a person comes first: the server, its database and the model that reads questions.
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that does not allow it shares evenly.
  }
}
