import type { StatusPart } from "@khoj/contract";
import type { Database, NearVectors } from "@khoj/db";
import type { Reranker } from "@khoj/models";
import type { Library } from "../library/index.ts";
import type { EmbeddingModels } from "../models/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Logger } from "../platform/log.ts";
import type { Room } from "../platform/room.ts";
import type { SearchAnswer, SearchRequest } from "./hit.ts";
import { startIndexThread } from "./index-link.ts";
import { openQuestionVectors } from "./meaning/question-vectors.ts";
import { openSimilarityScales } from "./meaning/similarity-scale.ts";
import { searchRoutes } from "./routes.ts";
import { type SearchDeps, search } from "./search.ts";
import { openSearchIndex, type SearchIndex } from "./search-index.ts";

export interface SearchRoomDeps {
  readonly database: Database;
  readonly library: Library;
  readonly dataDirectory: string;
  readonly log: Logger;
  /** The database searches vectors; undefined: memory does. */
  readonly nearVectors?: NearVectors | undefined;
  /** None: words alone answer. */
  readonly models?: Pick<EmbeddingModels, "serving" | "filling" | "state" | "onChange">;
  /** The model that looks closer at the best, where there is one (`r=true`). */
  readonly reranker?: () => Reranker | undefined;
  /** Tests look at the index's thread, and end it. */
  readonly startThread?: typeof startIndexThread;
}

export interface SearchRoom extends Room {
  readonly search: (actor: Actor, request: SearchRequest, signal?: AbortSignal) => Promise<SearchAnswer>;
  /** For writers that answer only when what they wrote is found. */
  readonly caughtUp: SearchIndex["caughtUp"];
  /** A space is no more: nothing of it stays in the index. */
  readonly lookForSpaces: SearchIndex["lookForSpaces"];
  /** For whoever lets another model take over: until then the earlier one finds. */
  readonly hasVectorsOf: SearchIndex["hasVectorsOf"];
}

export function openSearchRoom(roomDeps: SearchRoomDeps): SearchRoom {
  const { database, library, dataDirectory, log, startThread = startIndexThread } = roomDeps;
  const { models = noModels, reranker = () => undefined } = roomDeps;
  const index = openSearchIndex({
    library,
    models,
    connection: database.connection,
    nearVectors: roomDeps.nearVectors,
    dataDirectory,
    log,
    startThread,
  });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const asked = { questions: openQuestionVectors(), scales: openSimilarityScales() };
  const deps: SearchDeps = { database, index, models, ...asked, reranker, now: () => new Date(), timeZone };
  return {
    name: "search",
    routes: searchRoutes(deps),
    status: () => describeIndex(index, roomDeps.nearVectors),
    start: index.start,
    stop: index.stop,
    search: (actor, request, signal) => search(deps, actor, request, signal),
    caughtUp: index.caughtUp,
    lookForSpaces: index.lookForSpaces,
    hasVectorsOf: index.hasVectorsOf,
  };
}

const noModels: Pick<EmbeddingModels, "serving" | "filling" | "state" | "onChange"> = {
  serving: () => undefined,
  filling: () => undefined,
  state: () => ({ state: "off", reason: undefined, model: undefined }),
  onChange: () => {},
};

async function describeIndex(
  index: SearchIndex,
  nearVectors: NearVectors | undefined,
): Promise<Omit<StatusPart, "name">> {
  const size = await index.size().catch(() => undefined);
  if (size === undefined) {
    return { facts: {}, warnings: ["The word index does not answer just now; it does when it has read the notes"] };
  }
  const { documents, chunks, words, bytes, vectors } = size;
  const facts = {
    documents,
    passages: chunks,
    words,
    "megabytes of memory": megabytes(bytes),
    ...(nearVectors && { "vectors are searched by": "the database" }),
    ...(vectors.vectors > 0 && { vectors: vectors.vectors, "megabytes of vectors": megabytes(vectors.bytes) }),
  };
  return { facts, warnings: vectors.leftOut > 0 ? [tooMany(vectors.leftOut)] : [] };
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

const tooMany = (leftOut: number): string =>
  `Memory for vectors is full: ${leftOut} passages are found by their words alone`;
