import type { Database } from "@khoj/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Library, openLibrary } from "../../../library/index.ts";
import { aFile } from "../../../library/testing/a-file.ts";
import { aSpace } from "../../../library/testing/a-space.ts";
import { createWordIndex } from "../../index/memory-word-index.ts";
import { seededRandom } from "../../index/testing/notes.ts";
import type { WordFilters, WordIndex } from "../../index/word-index.ts";
import type { VectorIndex } from "../vector-index.ts";
import { product, randomVector, stored } from "./a-vector.ts";

export const dimensions = 24;
export const modelId = 1;

/** A vector index beside a word index, over a real library. */
export interface IndexUnderTest {
  readonly database: Database;
  /** The index beside `words`, following the library when it is told to. */
  open(library: Library, words: WordIndex): { readonly index: VectorIndex; follow(spaceId: string): Promise<void> };
  close(): Promise<void>;
}

interface Stage extends ReturnType<IndexUnderTest["open"]> {
  readonly library: Library;
  readonly words: WordIndex;
}

/** Numbers that any embedding model could give, of length 1, from a text: the same for the same. */
const vectorsOf = (text: string, model = modelId): Float32Array[] => {
  const seed = [...`${model} ${text}`].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) | 0, 7);
  const random = seededRandom(seed);
  const parts = text.includes("long") ? 3 : 1;
  // As float16 keeps them.
  return Array.from({ length: parts }, () => Float32Array.from(new Float16Array(randomVector(dimensions, random))));
};

async function readDocuments({ library, words }: Stage, spaceId: string): Promise<void> {
  for (;;) {
    const changes = await library.changesSince(spaceId, words.revision(spaceId), 10_000);
    words.apply(changes);
    if (!changes.more) return;
  }
}

/** Gives about `limit` chunks that wait their vectors. */
async function embed({ library }: Stage, spaceId: string, limit = 1000, model = modelId): Promise<void> {
  const { chunks, documentIds } = await library.toEmbed(spaceId, model, limit);
  const made = chunks.map((chunk) => ({ ...chunk, vectors: vectorsOf(chunk.text, model).map(stored) }));
  await library.saveVectors(spaceId, { modelId: model, documentIds, chunks: made });
}

const all = (spaces: readonly string[], more: Partial<WordFilters> = {}): WordFilters => ({
  spaces,
  mustContain: [],
  mustNotContain: [],
  files: [],
  notFiles: [],
  ...more,
});

/** What stands in the database, of what passes, by brute force: similarities, best first. */
async function byForce({ library, words }: Stage, filters: WordFilters, query: Float32Array) {
  const passing = words.passing({ phrases: [], filters });
  const best = new Map<string, number>();
  for (const spaceId of filters.spaces) {
    const { vectors } = await library.vectorsSince(spaceId, { modelId, revision: 0, limit: 100_000 });
    for (const { documentId, version, ordinal, vector } of vectors) {
      if (!passing.has(spaceId, documentId, version, ordinal)) continue;
      const key = `${spaceId} ${documentId} ${ordinal}`;
      const near = product(new Float16Array(new Uint8Array(vector).buffer), query);
      best.set(key, Math.max(near, best.get(key) ?? -2));
    }
  }
  return best;
}

async function check(stage: Stage, filters: WordFilters, query: Float32Array, limit: number): Promise<void> {
  const passing = () => stage.words.passing({ phrases: [], filters });
  const hits = await stage.index.search({ vector: query, passing, limit });
  const known = await byForce(stage, filters, query);
  const expected = [...known.values()].sort((one, other) => other - one).slice(0, limit);
  expect(hits.map(({ similarity }) => similarity)).toEqual(expected.map((near) => expect.closeTo(near, 4)));
  for (const { spaceId, documentId, ordinal, similarity } of hits) {
    expect(known.get(`${spaceId} ${documentId} ${ordinal}`)).toBeCloseTo(similarity, 4);
  }
}

/** A library with two spaces of its own, and both indexes beside it. */
async function openStage(under: IndexUnderTest): Promise<OpenStage> {
  const library = openLibrary(under.database);
  const own = createWordIndex();
  const opened = under.open(library, own);
  const [home, other] = [await aSpace(under.database), await aSpace(under.database)];
  return { ...opened, library, words: own, home, other };
}

interface OpenStage extends Stage {
  readonly home: string;
  readonly other: string;
}

async function level(stage: Stage, spaceId: string): Promise<void> {
  await readDocuments(stage, spaceId);
  await stage.follow(spaceId);
}

const ask = (stage: OpenStage, vector: Float32Array | undefined) =>
  stage.index.search({
    vector: vector ?? new Float32Array(),
    passing: () => stage.words.passing({ phrases: [], filters: all([stage.home]) }),
    limit: 10,
  });

/** Notes are written, written anew, deleted and embedded; every few steps the answers are held to brute force. */
async function changeByChance(stage: OpenStage, random: () => number): Promise<void> {
  const spaces = [stage.home, stage.other];
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const line = () => `${pick(vocabulary)} ${pick(vocabulary)} ${Math.floor(random() * 1000)}`;
  for (let step = 0; step < 30; step++) {
    const space = pick(spaces);
    const fileName = `${Math.floor(random() * 12)}.md`;
    const chance = random();
    if (chance < 0.5) {
      const kept = random() < 0.5 ? "kept line\n" : "";
      await stage.library.save(space, [aFile(fileName, `${kept}${line()}\n${line()}`)]);
    } else if (chance < 0.6) {
      await stage.library.delete(space, { fileNames: [fileName] });
    } else {
      await embed(stage, space, 6);
    }
    if (step % 3 !== 2) continue;
    for (const one of spaces) await level(stage, one);
    const query = randomVector(dimensions, random);
    await check(stage, all(spaces), query, 1 + Math.floor(random() * 20));
    await check(stage, all([stage.other]), query, 8);
    await check(stage, all(spaces, { files: ["*[13579].md"] }), query, 8);
    await check(stage, all(spaces, { mustContain: ["bread"], mustNotContain: ["goat"] }), query, 8);
  }
  for (const one of spaces) await embed(stage, one);
  for (const one of spaces) await level(stage, one);
  await check(stage, all(spaces), randomVector(dimensions, random), 1000);
}

async function deleteAndRewrite(stage: OpenStage): Promise<void> {
  const [bread] = vectorsOf("bread");
  await stage.library.save(stage.home, [aFile("gone.md", "bread"), aFile("new.md", "tram"), aFile("stays.md", "snow")]);
  await embed(stage, stage.home);
  await level(stage, stage.home);
  expect(await ask(stage, bread)).toHaveLength(3);
  await stage.library.delete(stage.home, { fileNames: ["gone.md"] });
  await stage.library.save(stage.home, [aFile("new.md", "goat")]);
  await readDocuments(stage, stage.home);
  const left = await ask(stage, bread);
  expect(left.map(({ similarity }) => similarity)).toEqual([
    expect.closeTo(product(vectorsOf("snow")[0] ?? [], bread ?? []), 4),
  ]);
}

async function askOfTwoModels(stage: OpenStage): Promise<void> {
  await stage.library.save(stage.home, [aFile("a.md", "bread\ntram")]);
  await embed(stage, stage.home, 1000, modelId + 1);
  await level(stage, stage.home);
  const [vector] = vectorsOf("bread", modelId + 1);
  expect(await ask(stage, vector)).toEqual([]);
  await embed(stage, stage.home);
  await level(stage, stage.home);
  const hits = await ask(stage, vector);
  expect(hits).toHaveLength(2);
  expect(hits[0]?.similarity).toBeLessThan(0.99);
  expect(await ask(stage, vector?.slice(1))).toEqual([]);
}

const vocabulary = ["bread", "tram", "snow", "goat", "long"];

/** What every vector index answers, wherever its vectors are kept. */
export function holdsToBruteForce(name: string, begin: () => Promise<IndexUnderTest>, missing?: string): void {
  describe.skipIf(missing !== undefined)(`${name}${missing === undefined ? "" : ` (not run: ${missing})`}`, () => {
    let under: IndexUnderTest;
    beforeAll(async () => {
      under = await begin();
    });
    afterAll(() => under?.close());

    it.each([1, 2])("equal brute force after writing, writing anew, deleting and embedding (seed %i)", async (seed) =>
      changeByChance(await openStage(under), seededRandom(seed)),
    );

    it("answer a chunk once, by its nearest part", async () => {
      const stage = await openStage(under);
      await stage.library.save(stage.home, [aFile("a.md", "a long text\nshort")]);
      await embed(stage, stage.home);
      await level(stage, stage.home);
      const hits = await ask(stage, vectorsOf("a long text")[1]);
      expect(hits.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
      expect(hits[0]?.similarity).toBeCloseTo(1, 2);
    });

    it("answer nothing of a note as soon as it is deleted or written anew, before its vectors are followed", async () =>
      deleteAndRewrite(await openStage(under)));

    it("answer no other model's vectors, and nothing to a query of other dimensions", async () =>
      askOfTwoModels(await openStage(under)));
  });
}
