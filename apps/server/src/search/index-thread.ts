import { KhojError } from "@khoj/contract";
import { type FollowDeps, followLibrary } from "./follow-library.ts";
import { findByMeaning, findByWords } from "./fusion/find-chunks.ts";
import { createWordIndex, loadWordIndex } from "./index/memory-word-index.ts";
import type { WordIndex } from "./index/word-index.ts";
import type { Found, FromIndexThread, IndexThreadData, Revisions, ToIndexThread } from "./index-messages.ts";
import { keepSnapshot } from "./keep-snapshot.ts";
import { readSnapshot, removeSnapshot, writeSnapshot } from "./snapshot-file.ts";
import type { NearStore } from "./vectors/near-store.ts";
import { openDatabaseVectors } from "./vectors/thread-database-vectors.ts";
import { MemoryVectors, type MemoryVectorsDeps } from "./vectors/thread-memory-vectors.ts";
import type { ThreadVectors } from "./vectors/thread-vectors.ts";

export interface IndexThreadDeps extends Pick<IndexThreadData, "snapshotFile" | "vectorsFile" | "trustSnapshot"> {
  readonly changesSince: FollowDeps["changesSince"];
  readonly vectorsSince: MemoryVectorsDeps["vectorsSince"];
  /** Where the database searches vectors; undefined: they stand here, in memory. */
  readonly nearStore?: NearStore | undefined;
  readonly send: (message: FromIndexThread) => void;
}

export interface IndexThread {
  take(message: Exclude<ToIndexThread, { kind: "stop" }>): void;
  /** Pulls no more, and saves the snapshot when it is not up to date. */
  stop(): Promise<void>;
}

/** Milliseconds of preparing a snapshot at a time. */
const snapshotPortion = 10;

type SearchMessage = Extract<ToIndexThread, { kind: "search" }>;

/** What happens in the index's thread: follow the library, answer whoever's revisions are reached, keep the snapshots. */
export async function openIndexThread(deps: IndexThreadDeps): Promise<IndexThread> {
  const { send } = deps;
  const waiting = new Map<number, SearchMessage>();
  const followed = followIndex(deps, await openIndex(deps), {
    isAsked: () => waiting.size > 0,
    onReached() {
      for (const message of [...waiting.values()]) {
        if (isLevel(index, message.atLeast) && waiting.delete(message.id)) answer(message);
      }
    },
  });
  const { index, vectors } = followed;
  const answer = (message: SearchMessage): void =>
    reply(send, message.id, async () => ({
      kind: "found",
      id: message.id,
      found: await find(index, vectors, message),
    }));
  const measured = async (id: number): Promise<FromIndexThread> => {
    const size = { ...index.stats(), vectors: await vectors.size(), level: vectors.level() };
    return { kind: "measured", id, size };
  };

  return {
    take(message) {
      switch (message.kind) {
        case "follow":
          return followed.follow(message.spaces);
        case "advance":
          return followed.advance(message.spaceId, message.revision);
        case "serve":
          return vectors.serve(message.model, message.next);
        case "vectors":
          return vectors.advance(message.spaces);
        case "forget":
          waiting.delete(message.id);
          return;
        case "measure":
          return reply(send, message.id, () => measured(message.id));
        case "search":
          if (isLevel(index, message.atLeast)) return answer(message);
          waiting.set(message.id, message);
          for (const [spaceId, revision] of message.atLeast) followed.advance(spaceId, revision);
      }
    },
    stop: followed.stop,
  };
}

interface FollowedIndex {
  readonly index: WordIndex;
  readonly vectors: ThreadVectors;
  follow(existing: Revisions): void;
  advance(spaceId: string, revision: number): void;
  stop(): Promise<void>;
}

/** The words and the vectors beside them, level with the library, with a snapshot of each. */
function followIndex(
  deps: IndexThreadDeps,
  { index: words, spaces, isRestored }: OpenedIndex,
  { isAsked, onReached }: { readonly isAsked: () => boolean; readonly onReached: () => void },
): FollowedIndex {
  const { send, snapshotFile } = deps;
  const stopping = new AbortController();
  const about = {
    snapshotFile: deps.vectorsFile,
    isWaitedFor: () => isAsked() || follower.isBehind(),
    send,
  };
  const vectors = deps.nearStore
    ? openDatabaseVectors({ ...about, store: deps.nearStore })
    : new MemoryVectors({ ...about, words, vectorsSince: deps.vectorsSince, trustSnapshot: isRestored });
  const index = tellChanges(words, vectors);
  const follower = followLibrary({
    index,
    changesSince: deps.changesSince,
    onReached(spaceId, revision) {
      send({ kind: "reached", spaceId, revision });
      vectors.wordsReached(spaceId);
      onReached();
    },
    onApplied: (change) => keeper.note(change),
    onTrouble: (message, details) => send({ kind: "trouble", message, details }),
    signal: stopping.signal,
  });
  const keeper = keepSnapshot({
    file: snapshotFile,
    whose: "The word index",
    write: (isUnwanted) =>
      writeSnapshot(snapshotFile, { spaces: standing(index, [...spaces]), parts: index.snapshot() }, isUnwanted),
    prepare: () => index.maintain(snapshotPortion, { purge: true }),
    whilePaused: follower.whilePaused,
    isWaitedFor: follower.isBehind,
    send,
  });
  const advance = (spaceId: string, revision: number): void => {
    spaces.add(spaceId);
    follower.advance(spaceId, revision);
  };
  return {
    index,
    vectors,
    advance,
    follow(existing) {
      const current = new Map(existing);
      // A space that is no more, or that the database knows only at an earlier revision because it was put back to it.
      const gone = [...spaces].filter((spaceId) => index.revision(spaceId) > (current.get(spaceId) ?? -1));
      for (const spaceId of gone) {
        index.drop(spaceId);
        spaces.delete(spaceId);
      }
      keeper.note({ documents: 0, deleted: gone.length });
      for (const [spaceId, revision] of existing) advance(spaceId, revision);
    },
    async stop() {
      stopping.abort();
      await Promise.all([keeper.stop(), vectors.stop()]);
    },
  };
}

/** What changes while vectors are asked is newer than the revisions answered, so that whoever reads it looks again. */
async function find(index: WordIndex, vectors: ThreadVectors, { query, meaning }: SearchMessage): Promise<Found> {
  const revisions = standing(index, query.filters.spaces);
  const ofModel = meaning && vectors.of(meaning.modelId);
  const result = ofModel ? await findByMeaning(index, ofModel, query, meaning) : findByWords(index, query);
  return { result, revisions };
}

interface OpenedIndex {
  readonly index: WordIndex;
  readonly spaces: Set<string>;
  readonly isRestored: boolean;
}

/** The index, telling `vectors` of each change in the moment it is made. */
const tellChanges = (index: WordIndex, vectors: ThreadVectors): WordIndex => ({
  ...index,
  apply(changes) {
    index.apply(changes);
    vectors.wordsChanged(changes);
  },
  drop(spaceId) {
    index.drop(spaceId);
    vectors.drop(spaceId);
  },
});

/** From the snapshot when it can be trusted, else empty: then the library is read from its first revision. */
async function openIndex(deps: IndexThreadDeps): Promise<OpenedIndex> {
  const snapshot = deps.trustSnapshot ? await readSnapshot(deps.snapshotFile) : undefined;
  const index = snapshot && load(snapshot.bytes);
  if (index && snapshot.spaces.every(([spaceId, revision]) => index.revision(spaceId) === revision)) {
    return { index, spaces: new Set(snapshot.spaces.map(([spaceId]) => spaceId)), isRestored: true };
  }
  await removeSnapshot(deps.snapshotFile);
  return { index: createWordIndex(), spaces: new Set(), isRestored: false };
}

/** A snapshot of another version of the index is read as none. */
function load(bytes: Uint8Array): WordIndex | undefined {
  try {
    return loadWordIndex(bytes);
  } catch {
    return undefined;
  }
}

const isLevel = (index: WordIndex, revisions: Revisions): boolean =>
  revisions.every(([spaceId, revision]) => index.revision(spaceId) >= revision);

const standing = (index: WordIndex, spaces: readonly string[]): Revisions =>
  spaces.map((spaceId) => [spaceId, index.revision(spaceId)] as const);

function reply(send: IndexThreadDeps["send"], id: number, make: () => Promise<FromIndexThread>): void {
  make().then(send, (error: unknown) => {
    const known = error instanceof KhojError ? error : undefined;
    const message = known?.message ?? `The search failed in the index (${error instanceof Error ? error.name : "?"})`;
    send({ kind: "failed", id, code: known?.code ?? "internal", message });
  });
}
