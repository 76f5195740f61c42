import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real `khoj serve` in a process of its own with an empty data directory, for measuring from outside. */
export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  ask(method: string, path: string, body?: Uint8Array, type?: string): Promise<{ status: number; text: string }>;
  /** Processor seconds since the start, by who spent them. */
  processorTime(): Record<"server" | "index and other threads" | "parsers" | "database", number>;
  /** Resident megabytes. */
  memory(): Record<"server" | "parsers" | "database", number>;
  stop(): Promise<void>;
}

export interface BenchServerOptions {
  /** How it is started; without accounts unless told. */
  readonly flags?: readonly string[];
  /** Without a model that reads meaning unless told. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A data directory that stays when the server stops; one of its own, which goes with it, unless told. */
  readonly data?: string;
}

export async function startBenchServer(options: BenchServerOptions = {}): Promise<BenchServer> {
  const { flags = ["--anonymous-mode"], environment = {} } = options;
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "khoj-bench-")));
  const program = join(import.meta.dirname, "../bin/khoj");
  // Below the ports that Linux gives to outgoing connections.
  const port = 12_000 + Math.floor(Math.random() * 20_000);
  const child = spawn(process.execPath, [program, "serve", ...flags, "--data", data, "--port", `${port}`], {
    env: { ...process.env, KHOJ_EMBEDDING: "none", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await isReady(child);
  const url = `http://127.0.0.1:${port}`;
  const pid = child.pid ?? 0;
  return {
    url,
    pid,
    ask: (method, path, body, type) => ask(url + path, method, body, type),
    processorTime: () => processorTime(pid),
    memory: () => memoryOf(pid),
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      if (options.data === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (piece: Buffer): void => {
      said += piece.toString("utf8");
      if (said.includes("Uvicorn running on")) resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
}

function ask(url: string, method: string, body?: Uint8Array, type = "application/json") {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": type, "content-length": body.length };
    const outgoing = request(url, { method, headers, agent: false }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(pieces).toString("utf8") }),
      );
      incoming.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly seconds: number;
}

const ticks = 100;

function statOf(path: string): Process | undefined {
  try {
    const text = readFileSync(path, "utf8");
    const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const command = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    const seconds = [11, 12].reduce((sum, field) => sum + Number(rest[field]), 0) / ticks;
    return { pid: Number.parseInt(text, 10), parent: Number(rest[1]), command, seconds };
  } catch {
    return undefined;
  }
}

const processes = (): Process[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(`/proc/${name}/stat`) ?? []);

function below(pid: number): Process[] {
  const all = processes();
  const found: Process[] = [];
  for (let layer = all.filter(({ parent }) => parent === pid); layer.length > 0; ) {
    found.push(...layer);
    const parents = new Set(layer.map((one) => one.pid));
    layer = all.filter(({ parent }) => parents.has(parent));
  }
  return found;
}

/** The server started through bin/khoj: it calls itself khoj, and the launcher is its parent. */
export const serverBelow = (pid: number): number => below(pid).find(({ command }) => command === "khoj")?.pid ?? pid;

const isDatabase = ({ command }: Process): boolean => command.startsWith("postgres");

function processorTime(pid: number) {
  const children = below(pid);
  const threads = readdirSync(`/proc/${pid}/task`).flatMap((tid) => statOf(`/proc/${pid}/task/${tid}/stat`) ?? []);
  const sum = (some: readonly Process[]): number => some.reduce((total, { seconds }) => total + seconds, 0);
  return {
    server: sum(threads.filter((thread) => thread.pid === pid)),
    "index and other threads": sum(threads.filter((thread) => thread.pid !== pid)),
    parsers: sum(children.filter((child) => !isDatabase(child))),
    database: sum(children.filter(isDatabase)),
  };
}

/** Shared pages are counted once, by their share: the database's processes have most of theirs in common. */
export function memoryOf(pid: number) {
  const sizeOf = (one: number): number => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  };
  const children = below(pid);
  const sum = (some: readonly Process[]): number => some.reduce((total, one) => total + sizeOf(one.pid), 0);
  return {
    server: sizeOf(pid),
    parsers: sum(children.filter((child) => !isDatabase(child))),
    database: sum(children.filter(isDatabase)),
  };
}
