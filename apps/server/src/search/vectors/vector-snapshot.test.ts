import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWordIndex } from "../index/memory-word-index.ts";
import { aDocument, NO_FILTERS } from "../index/testing/notes.ts";
import { MemoryVectorIndex } from "./memory-vector-index.ts";
import { aVector, stored } from "./testing/a-vector.ts";
import type { ServedModel } from "./vector-messages.ts";
import { readVectorSnapshot, writeVectorSnapshot } from "./vector-snapshot.ts";

const model: ServedModel = { id: 3, key: "tiny", dimensions: 24 };
const ids = Array.from({ length: 3000 }, (_, n) => `018f0000-0000-7000-8000-${String(n).padStart(12, "0")}`);
const never = new AbortController().signal;

let folder = "";
let file = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "khoj-vectors-"));
  file = path.join(folder, "vectors.snapshot");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An index of a document for each id, each with a vector of its own and a second part. */
function aFullIndex() {
  const words = createWordIndex();
  const index = new MemoryVectorIndex({ dimensions: 24, words });
  words.apply({ spaceId: "home", revision: 5, documents: ids.map((id) => aDocument(id, ["x"])), deleted: [] });
  const vectors = ids.flatMap((documentId, n) =>
    [0, 1].map((part) => ({
      documentId,
      version: 1,
      ordinal: 0,
      part,
      vector: stored(aVector(24, 1, n / 3000, part)),
    })),
  );
  index.add("home", 5, vectors);
  index.reach("home", 9);
  return { words, index };
}
const find = (words: ReturnType<typeof createWordIndex>, index: MemoryVectorIndex) =>
  index.search({
    vector: aVector(24, 1, 0.5),
    limit: 20,
    passing: () => words.passing({ filters: NO_FILTERS, phrases: [] }),
  });

describe("the snapshot of vectors", () => {
  it("gives back what was written, answer for answer", async () => {
    const { words, index } = aFullIndex();
    expect(await writeVectorSnapshot(file, index, model, () => false)).toBe("written");
    const again = new MemoryVectorIndex({ dimensions: 24, words });
    expect(await readVectorSnapshot(file, again, model, never)).toBe(true);
    expect(again.revision("home")).toBe(9);
    expect(again.stats().vectors).toBe(6000);
    expect(await find(words, again)).toEqual(await find(words, index));
  });

  it("is not written when something is deleted meanwhile, and the old one stays", async () => {
    const { words, index } = aFullIndex();
    await writeVectorSnapshot(file, index, model, () => false);
    const before = await readFile(file);
    const writing = writeVectorSnapshot(file, index, model, () => false);
    words.apply({ spaceId: "home", revision: 6, documents: [], deleted: [ids[2999] ?? ""] });
    index.settle("home", [ids[2999] ?? ""]);
    expect(await writing).toBe("given up");
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it("keeps no byte of a vector that was forgotten", async () => {
    const words = createWordIndex();
    const index = new MemoryVectorIndex({ dimensions: 24, words });
    const documents = [aDocument(ids[0] ?? "", ["x"]), aDocument(ids[1] ?? "", ["x"])];
    words.apply({ spaceId: "home", revision: 1, documents, deleted: [] });
    const secret = aVector(24, 3, -7, 11, -13, 17, -19, 23, -29);
    index.add("home", 1, [
      { documentId: ids[0] ?? "", version: 1, ordinal: 0, part: 0, vector: stored(secret) },
      { documentId: ids[1] ?? "", version: 1, ordinal: 0, part: 0, vector: stored(aVector(24, 1)) },
    ]);
    await writeVectorSnapshot(file, index, model, () => false);
    const shape = Buffer.from(
      Int8Array.from([3, -7, 11, -13, 17, -19, 23, -29].map((n) => Math.round((n * 127) / 29))).buffer,
    );
    expect((await readFile(file)).includes(shape)).toBe(true);
    words.apply({ spaceId: "home", revision: 2, documents: [], deleted: [ids[0] ?? ""] });
    index.settle("home", [ids[0] ?? ""]);
    await writeVectorSnapshot(file, index, model, () => false);
    expect((await readFile(file)).includes(shape)).toBe(false);
  });

  it("is as good as none when it is cut, altered, of another model or of another version", async () => {
    const { words, index } = aFullIndex();
    await writeVectorSnapshot(file, index, model, () => false);
    const whole = await readFile(file);
    const altered = (at: number): Buffer => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    };
    const damaged = [
      Buffer.alloc(0),
      ...[5, 40, whole.length >> 1, whole.length - 8, whole.length - 1].map((end) => whole.subarray(0, end)),
      ...[3, 14, 40, whole.length >> 1, whole.length - 30].map(altered),
    ];
    const read = async (bytes: Buffer, of: ServedModel): Promise<void> => {
      await writeFile(file, bytes);
      const again = new MemoryVectorIndex({ dimensions: of.dimensions, words });
      expect(await readVectorSnapshot(file, again, of, never)).toBe(false);
      expect(again.stats().vectors).toBe(0);
      expect(again.revision("home")).toBe(0);
    };
    for (const bytes of damaged) await read(bytes, model);
    await read(whole, { ...model, key: "another" });
    await read(whole, { ...model, id: 4 });
    await read(whole, { ...model, dimensions: 32 });
    expect(await readVectorSnapshot(path.join(folder, "none"), index, model, never)).toBe(false);
  });
});
