import { type ChildProcess, fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { LoadOrder, Sequence, SessionAnswer, SessionOrder } from "./messages.ts";

/** The process ended, or was ended because it did not answer, before it answered what it was asked. */
export class SessionEnded extends Error {
  override readonly name = "SessionEnded";
  /** What was asked was being computed; otherwise it lay behind that. */
  readonly wasBegun: boolean;

  constructor(message: string, wasBegun: boolean) {
    super(message);
    this.wasBegun = wasBegun;
  }
}

/** One process with a loaded model. It computes orders one after the other. */
export interface SessionProcess {
  readonly pid: number | undefined;
  run(sequences: readonly Sequence[]): Promise<readonly Float32Array[]>;
  stop(): void;
}

export interface StartOptions {
  readonly priority: "usual" | "low";
  /** Milliseconds for one order, after which a process is taken to hang and ended. */
  readonly patience: number;
  /** Called once when it ends, for whatever reason. */
  readonly ended: () => void;
}

/** Milliseconds for loading: a large model is read, held to its hash and prepared, on a machine that may be busy. */
const loadPatience = 600_000;

/** Starts a process and loads the model in it. */
export async function startSession(order: Omit<LoadOrder, "kind">, options: StartOptions): Promise<SessionProcess> {
  const { priority, patience, ended } = options;
  const child = fork(fileURLToPath(new URL("./session.child.mjs", import.meta.url)), [], {
    serialization: "advanced",
    execArgv: ["--max-semi-space-size=1"],
    env: environment,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.once("error", () => child.kill("SIGKILL"));
  child.once("exit", ended);
  if (priority === "low") lowerPriority(child.pid);
  const ask = asking(child, (kind) => (kind === "load" ? Math.max(patience, loadPatience) : patience));
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

interface Waiting {
  readonly kind: SessionOrder["kind"];
  resolve(said: SessionAnswer): void;
  reject(error: Error): void;
}

/** Sends orders; answers come in their order. An idle process does not keep ours alive. */
function asking(
  child: ChildProcess,
  patienceOf: (kind: SessionOrder["kind"]) => number,
): (order: SessionOrder) => Promise<SessionAnswer> {
  const waiting: Waiting[] = [];
  let ending: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  // Also where it is stopped. What it held is told once it is gone.
  const end = (patience: number): void => {
    ending = `The process of the model did not answer in ${Math.round(patience / 1000)} seconds and was ended`;
    child.kill("SIGKILL");
  };
  /** The first that waits is the one computed: the clock runs for it. */
  const watch = (): void => {
    clearTimeout(timer);
    const [first] = waiting;
    if (first === undefined) child.channel?.unref();
    else {
      child.channel?.ref();
      timer = setTimeout(() => end(patienceOf(first.kind)), patienceOf(first.kind));
      timer.unref();
    }
  };
  const gone = (): void => {
    ending ??= "The process of the model ended";
    clearTimeout(timer);
    for (const [place, each] of waiting.splice(0).entries()) each.reject(new SessionEnded(ending, place === 0));
  };
  let isGone = false;
  const leave = (): void => {
    isGone = true;
    gone();
  };
  child.unref();
  child.on("message", (said: SessionAnswer) => {
    waiting.shift()?.resolve(said);
    watch();
  });
  child.once("exit", leave);
  // What could not even be started never exits.
  child.once("error", leave);
  return async (order) => {
    if (isGone) throw new SessionEnded(ending ?? "The process of the model ended", false);
    const said = await new Promise<SessionAnswer>((resolve, reject) => {
      waiting.push({ kind: order.kind, resolve, reject });
      if (waiting.length === 1) watch();
      child.send(order, (error) => {
        if (error === null) return;
        leave();
        // It hears no more: its place is for another.
        child.kill("SIGKILL");
      });
    });
    if (said.kind === "failed") throw new Error(said.message);
    return said;
  };
}

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
