import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import type { Readable, Writable } from "node:stream";
import { type Confinement, environment } from "./confinement.ts";
import { frameStart, readFrames } from "./frame.ts";
import { ParseAnswer, type ParseRequest, type RequestedFile } from "./messages.ts";

export interface AnsweredFile {
  readonly answer: ParseAnswer;
  /** The text, the pieces of chunks and the places of each page's words, as the answer gives their lengths. */
  readonly body: Uint8Array;
}

/** Why a parser ended in the middle of a file. */
export type Ending = "slow" | "memory" | "crash" | "stopped";

export class ParserEnded extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(`The parser ended: ${ending}`);
    this.ending = ending;
  }
}

const longestAnswer = 0xffffffff;

/** One confined child. Takes one request at a time; a request that throws ParserEnded leaves it dead. */
export class ParserProcess {
  readonly #child: ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };
  readonly #frames: AsyncGenerator<{ head: unknown; body: Uint8Array }, void, undefined>;
  #ending: Ending | undefined;
  #stderr = "";

  constructor({ command: [program = "", ...rest], account }: Confinement, niceness = 0) {
    const child = spawn(program, rest, {
      cwd: "/",
      env: environment,
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      ...account,
    });
    this.#child = child;
    if (niceness > 0 && child.pid !== undefined) yieldTo(child.pid, niceness);
    this.#frames = readFrames(child.stdout, longestAnswer);
    child.on("error", () => this.kill("crash"));
    child.stdin.on("error", () => {});
    // Kept only to tell a full heap from another crash; it may quote a note, so it goes nowhere.
    child.stderr.on("data", (piece: Buffer) => {
      this.#stderr = (this.#stderr + piece.toString("latin1")).slice(-4096);
    });
  }

  get isAlive(): boolean {
    return this.#ending === undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Answers in the order of `files`, each as soon as it is there. */
  async *parse(
    files: readonly RequestedFile[],
    bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    ocrMilliseconds = 0,
  ): AsyncGenerator<AnsweredFile, void, undefined> {
    const sending = this.#send({ files, ocrMilliseconds }, bytes);
    sending.catch(() => this.kill("stopped"));
    for (const file of files) {
      const timer = setTimeout(() => this.kill("slow"), timeLimit(file));
      try {
        yield await this.#nextAnswer();
      } finally {
        clearTimeout(timer);
      }
    }
    await sending;
  }

  /** Ends the process and all it may have started. */
  kill(ending: Ending): void {
    this.#ending ??= ending;
    const { pid } = this.#child;
    if (pid === undefined || this.#child.exitCode !== null) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL");
    }
  }

  async #send(request: ParseRequest, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const length = request.files.reduce((sum, file) => sum + file.bytes, 0);
    await this.#write(frameStart(request, length));
    for await (const piece of bytes) await this.#write(piece);
  }

  async #write(piece: Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    if (stdin.write(piece) || !stdin.writable) return;
    const exit = new AbortController();
    await Promise.race([
      once(stdin, "drain", { signal: exit.signal }),
      once(stdin, "close", { signal: exit.signal }),
    ]).finally(() => exit.abort());
  }

  async #nextAnswer(): Promise<AnsweredFile> {
    const next = await this.#frames.next().catch(() => undefined);
    if (next === undefined || next.done) throw new ParserEnded(await this.#whyEnded());
    const answer = ParseAnswer.safeParse(next.value.head);
    if (answer.success && fits(answer.data, next.value.body)) return { answer: answer.data, body: next.value.body };
    this.kill("crash");
    throw new ParserEnded("crash");
  }

  async #whyEnded(): Promise<Ending> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined)
      await Promise.race([once(this.#child, "exit"), new Promise((resolve) => setTimeout(resolve, 1000))]);
    const isFull = /out of memory|OOMError|Reached heap limit|allocation failed|bad_alloc|Invalid array length/i;
    this.#ending ??= isFull.test(this.#stderr) ? "memory" : "crash";
    this.kill(this.#ending);
    return this.#ending;
  }
}

/** A process that ended at once has nothing to yield. */
function yieldTo(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch {}
}

const fits = (answer: ParseAnswer, body: Uint8Array): boolean => bodyLength(answer) === body.length;

function bodyLength(answer: ParseAnswer): number {
  if (answer.kind === "drawn") return answer.bytes;
  if (answer.kind !== "read") return 0;
  return answer.textBytes + sum(answer.pieceBytes) + sum(answer.pages.map(({ bytes }) => bytes));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Parsing is linear: a file gets a floor for a busy machine and then by its size, beyond what it was given itself. */
const timeLimit = ({ bytes, milliseconds = 0 }: RequestedFile): number =>
  20_000 + (bytes / 1e6) * 2_000 + milliseconds * 1.5;
