import type { Confinement, ParserLimit } from "./confinement.ts";
import type { RequestedFile } from "./messages.ts";
import { type AnsweredFile, type Ending, ParserEnded, ParserProcess } from "./parser-process.ts";

export interface FileToParse extends RequestedFile {
  /** Its bytes from the start; asked for again when a parser died before it came to this file. */
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export type ParseOutcome =
  | ({ readonly kind: "answered" } & AnsweredFile)
  | { readonly kind: "failed"; readonly reason: string };

export interface ParseOptions {
  /** How long pictures of text may be read, all files together; not at all unless said. */
  readonly ocrMilliseconds?: number;
}

/** Parsers of other people's bytes, each in a confined process of its own. */
export interface ParserPool {
  /** One outcome for each file, in order. A file that ends its parser fails with the reason; the others go on. */
  parse(files: readonly FileToParse[], options?: ParseOptions): Promise<readonly ParseOutcome[]>;
  describeLimits(): Promise<readonly ParserLimit[]>;
  stop(): void;
}

/** A parser that has read this much is replaced, so that what its heap kept is given back. */
const worn = 256e6;
const large = 8e6;

/** A parser that nobody needed for this long goes: it holds some hundred MB, and another starts in a quarter of a second. */
const restMilliseconds = 5_000;

/** `niceness` as systems count it: 10 leaves the processors to whoever waits for an answer. */
export function openParserPool(prepare: () => Promise<Confinement>, size: number, niceness = 0): ParserPool {
  let prepared: Promise<Confinement> | undefined;
  let stopped = false;
  const idle: Worker[] = [];
  const busy = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let taken = 0;

  const confinement = (): Promise<Confinement> => {
    prepared ??= prepare();
    return prepared;
  };
  const take = async (): Promise<Worker> => {
    const ready = await confinement();
    if (taken >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else taken++;
    if (stopped) throw new ParserEnded("stopped");
    const worker = idle.pop() ?? { process: new ParserProcess(ready, niceness), read: 0, rest: undefined };
    clearTimeout(worker.rest);
    busy.add(worker);
    return worker;
  };
  const letGo = (worker: Worker): void => {
    const place = idle.indexOf(worker);
    if (place === -1) return;
    idle.splice(place, 1);
    worker.process.kill("stopped");
  };
  const give = (worker: Worker): void => {
    busy.delete(worker);
    if (worker.read > worn || stopped) worker.process.kill("stopped");
    if (worker.process.isAlive) {
      idle.push(worker);
      worker.rest = setTimeout(() => letGo(worker), restMilliseconds).unref();
    }
    const next = waiting.shift();
    if (next) next();
    else taken--;
  };

  return {
    parse: (files, options = {}) => parseAll(files, options, take, give),
    describeLimits: async () => (await confinement()).limits,
    stop() {
      stopped = true;
      for (const worker of [...idle, ...busy]) worker.process.kill("stopped");
      for (const next of waiting.splice(0)) next();
    },
  };
}

interface Worker {
  readonly process: ParserProcess;
  read: number;
  rest: NodeJS.Timeout | undefined;
}

/** A file that ends its parser is tried once more alone and in a fresh one: it may have paid for its neighbours. */
async function parseAll(
  files: readonly FileToParse[],
  options: ParseOptions,
  take: () => Promise<Worker>,
  give: (worker: Worker) => void,
): Promise<readonly ParseOutcome[]> {
  const outcomes: ParseOutcome[] = [];
  let suspected: FileToParse | undefined;
  while (outcomes.length < files.length) {
    const rest = files.slice(outcomes.length);
    const ending = await parseSome(suspected === undefined ? rest : rest.slice(0, 1), options, outcomes, take, give);
    if (ending === "stopped") throw new ParserEnded(ending);
    const next = files[outcomes.length];
    if (ending === undefined || next === undefined) {
      suspected = undefined;
    } else if (ending === "slow" || suspected === next) {
      outcomes.push({ kind: "failed", reason: reasons[ending] });
      suspected = undefined;
    } else {
      suspected = next;
    }
  }
  return outcomes;
}

const reasons: Readonly<Record<Exclude<Ending, "stopped">, string>> = {
  slow: "reading it took too long and was stopped",
  memory: "reading it needs more memory than a parser may use",
  crash: "its parser broke down on it",
};

async function parseSome(
  files: readonly FileToParse[],
  { ocrMilliseconds }: ParseOptions,
  outcomes: ParseOutcome[],
  take: () => Promise<Worker>,
  give: (worker: Worker) => void,
): Promise<Ending | undefined> {
  const worker = await take();
  try {
    for await (const answered of worker.process.parse(files.map(toRequest), bytesOf(files), ocrMilliseconds))
      outcomes.push({ kind: "answered", ...answered });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    worker.read += bytes > large ? worn + 1 : bytes;
    return undefined;
  } catch (error) {
    worker.process.kill("crash");
    if (error instanceof ParserEnded) return error.ending;
    throw error;
  } finally {
    give(worker);
  }
}

const toRequest = ({ open: _, ...file }: FileToParse): RequestedFile => file;

async function* bytesOf(files: readonly FileToParse[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* file.open();
}
