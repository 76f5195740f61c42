import { describe, expect, it } from "vitest";
import type { StoredVector } from "../../library/index.ts";
import { createWordIndex } from "../index/memory-word-index.ts";
import { aDocument, NO_FILTERS } from "../index/testing/notes.ts";
import type { WordFilters } from "../index/word-index.ts";
import { MemoryVectorIndex } from "./memory-vector-index.ts";
import { aVector, stored } from "./testing/a-vector.ts";

const home = "home";
const open = (dimensions = 24, mostBytes = Number.POSITIVE_INFINITY) => {
  const words = createWordIndex();
  const vectors = new MemoryVectorIndex({ dimensions, words, mostBytes });
  const find = async (vector: Float32Array, limit = 10, filters: Partial<WordFilters> = {}) =>
    vectors.search({
      vector,
      limit,
      passing: () => words.passing({ phrases: [], filters: { ...NO_FILTERS, ...filters } }),
    });
  return { words, vectors, find };
};
const near = (hits: Awaited<ReturnType<MemoryVectorIndex["search"]>>) =>
  hits.map(({ documentId, ordinal }) => `${documentId}.${ordinal}`);
const aStored = (documentId: string, vector: Float32Array, more: Partial<StoredVector> = {}): StoredVector => ({
  documentId,
  version: 1,
  ordinal: 0,
  part: 0,
  vector: stored(vector),
  ...more,
});

describe("vectors in memory", () => {
  it("answer a chunk once, by the nearest of its parts, with the cosine", async () => {
    const { words, vectors, find } = open();
    words.apply({ spaceId: home, revision: 1, documents: [aDocument("a", ["x", "y"])], deleted: [] });
    vectors.add(home, 1, [
      aStored("a", aVector(24, 1, 1)),
      aStored("a", aVector(24, 1), { part: 1 }),
      aStored("a", aVector(24, 0, 1), { ordinal: 1 }),
    ]);
    const hits = await find(aVector(24, 1));
    expect(near(hits)).toEqual(["a.0", "a.1"]);
    expect(hits.map(({ similarity }) => similarity)).toEqual([expect.closeTo(1, 4), expect.closeTo(0, 4)]);
  });

  it("answer as many chunks as are asked for, however many parts a chunk has", async () => {
    const { words, vectors, find } = open();
    const documents = ["a", "b", "c"].map((id) => aDocument(id, ["x"]));
    words.apply({ spaceId: home, revision: 1, documents, deleted: [] });
    const parts = Array.from({ length: 900 }, (_, part) => aStored("a", aVector(24, 1, part / 9000), { part }));
    vectors.add(home, 1, [...parts, aStored("b", aVector(24, 1, 1)), aStored("c", aVector(24, 0, 1))]);
    expect(near(await find(aVector(24, 1), 3))).toEqual(["a.0", "b.0", "c.0"]);
  });

  it("are nothing to a query of other dimensions", async () => {
    const { words, vectors, find } = open();
    words.apply({ spaceId: home, revision: 1, documents: [aDocument("a", ["x"])], deleted: [] });
    vectors.add(home, 1, [aStored("a", aVector(24, 1)), aStored("a", aVector(32, 1), { part: 1 })]);
    expect(await find(aVector(32, 1))).toEqual([]);
    expect(vectors.stats().vectors).toBe(1);
  });

  it("take no more memory than they are given, and say how many were left out", async () => {
    const { words, vectors, find } = open(384, 600_000);
    const documents = Array.from({ length: 3000 }, (_, n) => aDocument(`d${n}`, ["x"]));
    words.apply({ spaceId: home, revision: 1, documents, deleted: [] });
    vectors.add(
      home,
      1,
      documents.map(({ id }) => aStored(id, aVector(384, 1))),
    );
    const { leftOut, vectors: held } = vectors.stats();
    expect(leftOut).toBeGreaterThan(0);
    expect(held + leftOut).toBe(3000);
    expect(await find(aVector(384, 1))).toHaveLength(10);
  });

  it("give their memory back to others when they go", () => {
    const { words, vectors } = open(384);
    const fill = (spaceId: string): number => {
      const documents = Array.from({ length: 2000 }, (_, n) => aDocument(`${spaceId}${n}`, ["x"]));
      words.apply({ spaceId, revision: 1, documents, deleted: [] });
      vectors.add(
        spaceId,
        1,
        documents.map(({ id }) => aStored(id, aVector(384, 1))),
      );
      return vectors.stats().bytes;
    };
    const once = fill("one");
    for (const spaceId of ["two", "three", "four"]) {
      const [last] = vectors.spaces.keys();
      vectors.drop(last ?? "");
      expect(fill(spaceId)).toBe(once);
    }
  });
});
