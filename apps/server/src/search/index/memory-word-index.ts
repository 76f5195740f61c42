import { PassingChunks } from "./passing-chunks.ts";
import { RANKING, type Ranking } from "./ranking.ts";
import { searchWords } from "./search-words.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";
import { SpaceIndex, TAIL_SIZES, type TailSizes } from "./space-index.ts";
import type { WordIndex } from "./word-index.ts";

/** For measuring and for tests; the defaults are what the product uses. */
export interface WordIndexOptions {
  readonly ranking?: Ranking;
  readonly tail?: TailSizes;
}

/** An empty index. */
export function createWordIndex(options: WordIndexOptions = {}): WordIndex {
  return memoryIndex(new Map(), options);
}

/** Reads what `snapshot()` gave. Throws `SnapshotError` for anything else: then start empty and read the library again. */
export function loadWordIndex(bytes: Uint8Array | readonly Uint8Array[], options: WordIndexOptions = {}): WordIndex {
  const whole = bytes instanceof Uint8Array ? bytes : Buffer.concat(bytes);
  const spaces = readSnapshot(whole, options.tail ?? TAIL_SIZES);
  return memoryIndex(new Map(spaces.map((space) => [space.id, space])), options);
}

function memoryIndex(
  spaces: Map<string, SpaceIndex>,
  { ranking = RANKING, tail = TAIL_SIZES }: WordIndexOptions,
): WordIndex {
  const index: WordIndex = {
    apply({ spaceId, revision, documents, deleted }) {
      const started = performance.now();
      const space = spaces.get(spaceId) ?? new SpaceIndex(spaceId, tail);
      spaces.set(spaceId, space);
      for (const id of deleted) space.remove(id);
      for (const document of documents) space.add(document);
      space.revision = revision;
      // Merging costs about a third of reading, so it keeps up; what is left waits for `maintain`.
      const now = performance.now();
      space.maintain(now + Math.min(40, (now - started) / 2), false);
    },

    search: (query, passing = index.passing(query)) => searchWords(passing, query, ranking),

    passing(query) {
      const own = new Set(query.filters.spaces);
      const searched = [...own].map((id) => spaces.get(id)).filter((space) => space !== undefined);
      return new PassingChunks(searched, query);
    },

    document: (spaceId, documentId) => spaces.get(spaceId)?.documents.get(documentId),

    maintain(budgetMs, options = {}) {
      const deadline = performance.now() + budgetMs;
      return [...spaces.values()].every((space) => space.maintain(deadline, options.purge ?? false));
    },

    revision: (spaceId) => spaces.get(spaceId)?.revision ?? 0,

    drop(spaceId) {
      spaces.delete(spaceId);
    },

    stats() {
      const all = [...spaces.values()];
      const sum = (count: (space: SpaceIndex) => number) => all.reduce((total, space) => total + count(space), 0);
      return {
        chunks: sum((space) => space.chunks),
        documents: sum((space) => space.documents.size),
        words: sum((space) => space.words),
        terms: sum((space) => space.vocabulary.size),
        bytes: sum((space) => space.bytes),
      };
    },

    snapshot() {
      while (!index.maintain(1000, { purge: true }));
      return writeSnapshot([...spaces.values()]);
    },
  };
  return index;
}
