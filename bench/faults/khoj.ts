import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, type AskOptions, ask, multipart, type UploadPart } from "./ask.ts";
import { isAlive } from "./processes.ts";

export interface StartOptions {
  readonly data: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A program and its arguments that the server is started by, such as `faketime`. */
  readonly by?: readonly string[];
}

export interface UploadOptions {
  readonly client?: string;
  readonly method?: string;
  readonly patience?: number;
}

/** A real server in a process of its own. */
export interface Khoj {
  readonly data: string;
  readonly url: string;
  readonly pid: number;
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  upload(parts: readonly UploadPart[], options?: UploadOptions): Promise<Answer>;
  /** What it has printed. */
  said(): string;
  /** Ends it at once, as a power cut would end this process alone. */
  kill(): Promise<void>;
  /** Asks it to stop and answers its exit code. */
  stop(): Promise<number>;
}

const program = join(import.meta.dirname, "../../apps/server/src/main.ts");
const running = new Set<ChildProcess>();

/** Starts a server and waits until it answers. */
export async function startKhoj(options: StartOptions): Promise<Khoj> {
  const launched = launchKhoj(options);
  const url = await launched.ready;
  const { child, said } = launched;
  const ended = once(child, "exit");
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    return child.exitCode ?? 128;
  };
  return {
    data: options.data,
    url,
    pid: child.pid ?? 0,
    ask: (method, path, asked) => ask(url + path, method, asked),
    upload: (parts, { client = "faults", method = "PATCH", patience } = {}) =>
      ask(`${url}/api/content?client=${client}`, method, { ...multipart(parts), patience }),
    said,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}

export interface Launched {
  readonly child: ChildProcess;
  /** Its address, when it answers; an error with what it said when it ends before. */
  readonly ready: Promise<string>;
  said(): string;
}

/** Starts a server without waiting. */
export function launchKhoj({ data, args = [], environment = {}, by = [] }: StartOptions): Launched {
  const words = [...by, process.execPath, program, "--anonymous-mode", "--data", data, ...args];
  const withPort = args.includes("--port") ? words : [...words, "--port", "0"];
  const child = spawn(withPort[0] ?? "", withPort.slice(1), {
    env: { ...process.env, KHOJ_EMBEDDING: "none", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let text = "";
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (piece: Buffer): void => {
      text += piece.toString("utf8");
      const port = /Uvicorn running on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`the server ended with ${code}: ${text.trim()}`)));
  });
  ready.catch(() => {});
  return { child, ready, said: () => text };
}

/** Runs a server to its end: for starts that are refused. */
export async function runKhoj(options: StartOptions): Promise<{ code: number | null; said: string }> {
  const { child, said } = launchKhoj(options);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said: said() };
}

/** A folder for one scenario, which the database's user may enter; its data directory is `data` in it. */
export async function withHome<Result>(work: (home: string) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), "khoj-faults-"));
  await chmod(home, 0o755);
  try {
    return await work(home);
  } finally {
    await endAll();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Whatever a failed scenario left running: the server's database and parsers end with it. */
async function endAll(): Promise<void> {
  for (const child of [...running]) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await Promise.race([ended, wait(20_000)]);
    if (child.pid !== undefined && isAlive(child.pid)) child.kill("SIGKILL");
  }
}

/** Waits until `look` answers something; its last error or `what` is the error when it never does. */
export async function eventually<Result>(
  what: string,
  look: () => Promise<Result | undefined>,
  patience = 60_000,
): Promise<Result> {
  let last: unknown;
  for (const until = performance.now() + patience; performance.now() < until; await wait(100)) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`${what}: not within ${patience / 1000} s`, { cause: last });
}
