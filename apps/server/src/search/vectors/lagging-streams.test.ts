import { describe, expect, it } from "vitest";
import { createWordIndex, loadWordIndex } from "../index/memory-word-index.ts";
import { seededRandom } from "../index/testing/notes.ts";
import type { WordFilters } from "../index/word-index.ts";
import { MemoryVectorIndex } from "./memory-vector-index.ts";
import { product, randomVector } from "./testing/a-vector.ts";
import { type Change, type Indexes, LaggingLibrary } from "./testing/lagging-library.ts";
import { readSection, writeSections } from "./vector-section.ts";

const dimensions = 24;
const begin = (words = createWordIndex()): Indexes => ({
  words,
  vectors: new MemoryVectorIndex({ dimensions, words }),
});

function apply({ words, vectors }: Indexes, change: Change | undefined): void {
  if (change?.kind === "documents") {
    words.apply(change.changes);
    const { documents, deleted, spaceId } = change.changes;
    vectors.settle(spaceId, [...deleted, ...documents.map(({ id }) => id)]);
    vectors.settleWaiting(spaceId);
  } else if (change) {
    vectors.add(change.spaceId, change.level, change.vectors);
    vectors.reach(change.spaceId, change.revision);
  }
}

/** Answers equal brute force over what the index was given, of the versions that the word index has. */
async function check(library: LaggingLibrary, { words, vectors }: Indexes, asked: Asked): Promise<void> {
  const { query, limit, filters } = asked;
  const all = { mustContain: [], mustNotContain: [], files: [], notFiles: [], ...filters };
  const passing = () => words.passing({ phrases: [], filters: all });
  const hits = await vectors.search({ vector: query, limit, passing });
  const seen = library.seen(words, filters).map(({ key, vectors: parts }) => {
    const best = Math.max(...parts.map((part) => product(part, query)));
    return [key, best] as const;
  });
  const expected = seen.map(([, best]) => best).sort((one, other) => other - one);
  expect(hits.map(({ similarity }) => similarity)).toEqual(
    expected.slice(0, limit).map((best) => expect.closeTo(best, 4)),
  );
  const known = new Map(seen);
  for (const { spaceId, documentId, ordinal, similarity } of hits) {
    expect(known.get(`${spaceId} ${documentId} ${ordinal}`)).toBeCloseTo(similarity, 4);
  }
}

interface Asked {
  readonly query: Float32Array;
  readonly limit: number;
  readonly filters: Partial<WordFilters> & Pick<WordFilters, "spaces">;
}

/** Keeps each of both indexes at a moment of its own, and makes them again of what was kept. */
class Snapshots {
  #words: { readonly bytes: Uint8Array } | undefined;
  #vectors:
    | {
        readonly sections: Buffer[][];
        readonly revisions: [string, number][];
        given: ReturnType<LaggingLibrary["held"]>;
      }
    | undefined;

  keepWords({ words }: Indexes): void {
    this.#words = { bytes: Buffer.concat(words.snapshot()) };
  }

  keepVectors({ vectors }: Indexes, library: LaggingLibrary): void {
    const spaces = [...vectors.spaces];
    this.#vectors = {
      sections: spaces.map(([, space], number) => [...writeSections(space, number)].map((bytes) => Buffer.from(bytes))),
      revisions: spaces.map(([id, { revision }]) => [id, revision]),
      given: library.held(vectors),
    };
  }

  begin(library: LaggingLibrary): Indexes | undefined {
    if (!this.#words || !this.#vectors) return undefined;
    const indexes = begin(loadWordIndex(this.#words.bytes));
    const { sections, revisions, given } = this.#vectors;
    for (const section of sections.flat()) {
      const { space, versions } = readSection(section, dimensions);
      indexes.vectors.restore(revisions[space]?.[0] ?? "", versions);
    }
    for (const [spaceId, revision] of revisions) indexes.vectors.reach(spaceId, revision);
    library.beginAgain(given);
    return indexes;
  }
}

describe("vectors that come by one stream and documents by another", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "equal brute force in whichever order they come, restarts among it (seed %i)",
    async (seed) => {
      const random = seededRandom(seed);
      const library = new LaggingLibrary(random, dimensions);
      const snapshots = new Snapshots();
      let indexes = begin();
      const ask = (limit: number, filters: Partial<WordFilters> = {}) =>
        check(library, indexes, {
          query: randomVector(dimensions, random),
          limit,
          filters: { spaces: library.someSpaces(), ...filters },
        });
      for (let step = 0; step < 400; step++) {
        library.happen();
        if (random() < 0.5) apply(indexes, library.pull("documents", indexes));
        if (random() < 0.5) apply(indexes, library.pull("vectors", indexes));
        if (random() < 0.05) snapshots.keepWords(indexes);
        if (random() < 0.05) snapshots.keepVectors(indexes, library);
        if (random() < 0.02) indexes = snapshots.begin(library) ?? indexes;
        if (step % 10 === 0) await ask(1 + Math.floor(random() * 30));
        if (step % 10 === 5) await ask(8, { files: ["*[13579].md"] });
        if (step % 10 === 7) await ask(8, { mustContain: ["even"] });
      }
      while (library.isAheadOf(indexes)) {
        apply(indexes, library.pull("documents", indexes));
        apply(indexes, library.pull("vectors", indexes));
      }
      await ask(1000, { spaces: library.spaces });
      // None is lost, and none of what is gone is held.
      expect(indexes.vectors.stats().vectors).toBe(library.vectors);
      expect(library.seen(indexes.words, { spaces: library.spaces })).toHaveLength(library.chunksWithVectors);
    },
  );
});
