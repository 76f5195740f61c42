import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { KhojError } from "@khoj/contract";
import type { Connection, NearVectors } from "@khoj/db";
import type { Library } from "../library/index.ts";
import type { Logger } from "../platform/log.ts";
import type { MeaningQuery } from "./fusion/find-chunks.ts";
import { gatherReads } from "./gather-reads.ts";
import type { WordQuery } from "./index/word-index.ts";
import { type IndexLink, linkIndexThread } from "./index-link.ts";
import type { Found, IndexSize, IndexThreadData } from "./index-messages.ts";
import { type TellVectorsDeps, tellVectors } from "./vectors/tell-vectors.ts";

export interface SearchIndexDeps {
  readonly library: Pick<Library, "revisions" | "onCommit" | "vectorRevisions" | "onVectors">;
  /** The model that serves is the one whose vectors are asked. */
  readonly models: TellVectorsDeps["models"];
  /** The index's thread reads the library by connections of its own. */
  readonly connection: Connection;
  /** The database searches vectors; undefined: the index's thread does. */
  readonly nearVectors: NearVectors | undefined;
  readonly dataDirectory: string;
  readonly log: Logger;
  readonly startThread: (data: IndexThreadData) => Worker;
}

export interface SearchOptions {
  /** How it is asked by meaning too. */
  readonly meaning?: MeaningQuery | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The word index as the server's own thread sees it: never older than what was committed when the question came. */
export interface SearchIndex {
  search(query: WordQuery, options?: SearchOptions): Promise<Found>;
  /** Resolves when the next search finds what was committed up to `revision`. */
  caughtUp(spaceId: string, revision: number): Promise<void>;
  size(): Promise<IndexSize>;
  /** Whether every vector of the model that is committed by now is in the index: whether it may serve. */
  hasVectorsOf(modelId: number): Promise<boolean>;
  /** Looks which spaces there are: what is of others is forgotten, in memory and on disk. */
  lookForSpaces(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds a search waits for the index to be level, and a writer for the index to have what it wrote. */
const searchPatience = 20_000;
const writerPatience = 60_000;
const sizePatience = 2_000;
const followAgain = 1_000;

export function openSearchIndex(deps: SearchIndexDeps): SearchIndex {
  const { library, connection, nearVectors, dataDirectory, log, startThread } = deps;
  const folder = join(dataDirectory, "index");
  const reached = new Map<string, number>();
  const writers = new Set<Writer>();
  const currentRevisions = gatherReads((spaceIds) => library.revisions(spaceIds));
  let link: IndexLink | undefined;

  /** A database that is away is asked again; meanwhile every search names the spaces it needs by itself. */
  const follow = async (): Promise<void> => {
    const spaces = await library.revisions().catch(() => undefined);
    if (spaces) return link?.send({ kind: "follow", spaces: [...spaces] });
    setTimeout(() => link && void follow(), followAgain).unref();
  };
  const thread = (): IndexLink => {
    if (link === undefined) throw new KhojError("unavailable", "Search is not running yet; ask again in a moment");
    return link;
  };
  const teller = tellVectors({ library, models: deps.models, send: (message) => link?.send(message) });
  library.onCommit((spaceId, revision) => link?.send({ kind: "advance", spaceId, revision }));

  return {
    async search(query, { meaning, signal } = {}) {
      const revisions = await currentRevisions(query.filters.spaces);
      if (meaning !== undefined) teller.lookAgain();
      const message = { kind: "search", query, meaning, atLeast: [...revisions] } as const;
      return thread().ask(message, { patience: searchPatience, signal });
    },
    async caughtUp(spaceId, revision) {
      if ((reached.get(spaceId) ?? 0) >= revision) return;
      link?.send({ kind: "advance", spaceId, revision });
      await waitFor(writers, spaceId, revision);
    },
    size: async () => thread().ask({ kind: "measure" }, { patience: sizePatience }),
    async hasVectorsOf(modelId) {
      await teller.tellAll();
      const { level } = await thread().ask({ kind: "measure" }, { patience: sizePatience });
      return level.includes(modelId);
    },
    lookForSpaces: () => void follow(),
    async start() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      link = linkIndexThread({
        data: {
          connection,
          nearVectors,
          snapshotFile: join(folder, "words.snapshot"),
          vectorsFile: join(folder, "vectors.snapshot"),
        },
        startThread,
        log,
        onReached(spaceId, revision) {
          reached.set(spaceId, revision);
          for (const writer of writers) writer.see(spaceId, revision);
        },
        onRestart() {
          reached.clear();
          for (const { spaceId, revision } of writers) link?.send({ kind: "advance", spaceId, revision });
          void follow();
          teller.start();
        },
      });
      await follow();
      teller.start();
    },
    async stop() {
      teller.stop();
      await link?.stop();
      link = undefined;
    },
  };
}

interface Writer {
  readonly spaceId: string;
  readonly revision: number;
  see(spaceId: string, revision: number): void;
}

/** Gives up quietly in the end: what was written is committed, and every search waits for it by itself. */
function waitFor(writers: Set<Writer>, spaceId: string, revision: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, writerPatience);
  const writer: Writer = {
    spaceId,
    revision,
    see: (space, come) => {
      if (space === spaceId && come >= revision) resolve();
    },
  };
  writers.add(writer);
  return promise.finally(() => {
    clearTimeout(timer);
    writers.delete(writer);
  });
}
