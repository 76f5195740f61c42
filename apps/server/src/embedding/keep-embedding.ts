import { hostname } from "node:os";
import { KhojError } from "@khoj/contract";
import { v5 as nameBasedId } from "uuid";
import type { Library } from "../library/index.ts";
import { openBell } from "../platform/bell.ts";
import type { Logger } from "../platform/log.ts";
import type { PortionDeps } from "./embed-portion.ts";
import { embedRound, type RoundDeps } from "./embed-round.ts";
import { openSliceLength } from "./slice-length.ts";
import { openSpeed, type Speed } from "./speed.ts";

export interface EmbeddingDeps extends Pick<RoundDeps, "models" | "hasVectorsOf"> {
  readonly library: Library;
  readonly log: Logger;
  /** Names this process among others on the same database, also after it was started again. */
  readonly dataDirectory: string;
}

/** The worker that gives chunks their vectors for as long as the server runs. */
export interface EmbeddingWorker extends Pick<Speed, "perSecond"> {
  /** What keeps it from going on, when something does: in a sentence. */
  trouble(): string | undefined;
  /** Passages that the model would not read since the start, and why it would not read the last of them. */
  refused(): { readonly passages: number; readonly reason: string | undefined };
  start(): void;
  stop(): Promise<void>;
}

/** Milliseconds after which it looks for what other nodes wrote, and between tries when something fails. */
const lookAgain = 15_000;
const lookSoon = 200;
const firstRetry = 1_000;
const longestRetry = 60_000;

export function keepEmbedding({ library, models, hasVectorsOf, log, dataDirectory }: EmbeddingDeps): EmbeddingWorker {
  const speed = openSpeed(() => performance.now());
  const stopping = new AbortController();
  const bell = openBell(stopping.signal);
  const written = new Set<string>();
  let trouble: string | undefined;
  let refused: ReturnType<EmbeddingWorker["refused"]> = { passages: 0, reason: undefined };
  let running: Promise<void> = Promise.resolve();

  library.onCommit((spaceId) => {
    written.add(spaceId);
    bell.ring();
  });
  models.onChange(() => {
    trouble = undefined;
    bell.ring();
  });
  const portion: PortionDeps = {
    library,
    slices: openSliceLength(),
    isNewerWaiting: () => written.size > 0,
    onSaved(passages) {
      trouble = undefined;
      speed.note(passages);
    },
    onRefused({ documentId, ordinal }, reason) {
      refused = { passages: refused.passages + 1, reason };
      log.warn(
        { documentId, ordinal, reason },
        "The embedding model would not read a passage; words alone find it from now on",
      );
    },
    signal: stopping.signal,
  };
  const deps = { library, models, hasVectorsOf, portion, written, node: nodeOf(dataDirectory) };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const next = await embedRound(deps);
        failures = 0;
        if (next !== "again") await bell.wait(next === "soon" ? lookSoon : lookAgain);
      } catch (error) {
        if (stopping.signal.aborted) return;
        failures += 1;
        trouble = error instanceof KhojError ? error.message : "Embedding failed; the log says why";
        if (failures === 1 || !(error instanceof KhojError)) log.warn({ error }, "Embedding waits and tries again");
        await bell.pause(Math.min(firstRetry * 2 ** (failures - 1), longestRetry));
      }
    }
  };

  return {
    perSecond: speed.perSecond,
    trouble: () => trouble,
    refused: () => refused,
    start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One process has a data directory at a time, so that what it claimed before a crash is its own again at once. */
const nodeOf = (dataDirectory: string): string => nameBasedId(`${hostname()} ${dataDirectory}`, nameBasedId.URL);
