import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Library, openLibrary } from "./library.ts";
import { aFile } from "./testing/a-file.ts";
import { aSpace } from "./testing/a-space.ts";

let test: TestDatabase;
let library: Library;
beforeAll(async () => {
  test = await openTestDatabase();
  library = openLibrary(test.database);
});
afterAll(() => test.drop());

const modelId = 1;
const asked = { modelId, revision: 0, limit: 100 };

/** A vector that says which text it is of. */
const vectorOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const textsOf = async (space: string) =>
  (await library.vectorsSince(space, asked)).vectors.map(({ ordinal, part, vector }) => [
    ordinal,
    part,
    Buffer.from(vector).toString(),
  ]);

/** Gives what waits its vectors; answers the texts that waited. */
async function embed(space: string, model = modelId): Promise<readonly string[]> {
  const { chunks, documentIds } = await library.toEmbed(space, model, 100);
  const embedded = chunks.map((chunk) => ({ ...chunk, vectors: [vectorOf(chunk.text)] }));
  await library.saveVectors(space, { modelId: model, documentIds, chunks: embedded });
  return chunks.map(({ text }) => text);
}

describe("the vectors of chunks", () => {
  it("wait for a model until they are saved, and are followed by revision", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "one\ntwo")]);
    expect(await library.embedding([space], modelId)).toEqual({
      documents: 1,
      chunks: 2,
      waitingDocuments: 1,
      embeddedChunks: 0,
    });
    expect(await embed(space)).toEqual(["one", "two"]);
    expect(await embed(space)).toEqual([]);
    expect(await library.embedding([space], modelId)).toMatchObject({ waitingDocuments: 0, embeddedChunks: 2 });
    const { revision, vectors, more } = await library.vectorsSince(space, asked);
    expect(vectors.map(({ version, ordinal }) => [version, ordinal])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(more).toBe(false);
    expect(await library.vectorRevisions([space])).toEqual(new Map([[space, revision]]));
    expect((await library.vectorsSince(space, { ...asked, revision })).vectors).toEqual([]);
  });

  it("are kept by chunks whose words stayed, wherever they stand now, and go with words that went", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "one\ntwo\nthree")]);
    await embed(space);
    const { revision } = await library.vectorsSince(space, asked);
    await library.save(space, [aFile("a.md", "new\nthree\none")]);
    expect(await textsOf(space)).toEqual([
      [1, 0, "three"],
      [2, 0, "one"],
    ]);
    const moved = await library.vectorsSince(space, { ...asked, revision });
    expect(moved.vectors.map(({ version }) => version)).toEqual([2, 2]);
    expect(await embed(space)).toEqual(["new"]);
    expect(await library.embedding([space], modelId)).toMatchObject({ waitingDocuments: 0 });
  });

  it("of a note that was only written again are there at once, and the note is marked without a model", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "same\nagain")]);
    await embed(space);
    await library.save(space, [aFile("a.md", "same\nagain")]);
    const waiting = await library.toEmbed(space, modelId, 100);
    expect(waiting).toMatchObject({ chunks: [], documentIds: [expect.any(String)] });
    await library.saveVectors(space, { modelId, documentIds: waiting.documentIds, chunks: [] });
    expect(await library.toEmbed(space, modelId, 100)).toEqual({ chunks: [], documentIds: [] });
  });

  it("are not kept when the text changed while it was embedded, nor twice", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "old")]);
    const { chunks, documentIds } = await library.toEmbed(space, modelId, 100);
    await library.save(space, [aFile("a.md", "new")]);
    const made = { modelId, documentIds, chunks: chunks.map((one) => ({ ...one, vectors: [vectorOf(one.text)] })) };
    await library.saveVectors(space, made);
    expect(await textsOf(space)).toEqual([]);
    await embed(space);
    await library.saveVectors(space, made);
    expect(await textsOf(space)).toEqual([[0, 0, "new"]]);
  });

  it("go with their document, and one that the model would not read is not asked again", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "kept"), aFile("b.md", "refused")]);
    const { chunks, documentIds } = await library.toEmbed(space, modelId, 100);
    const embedded = chunks.map((one) => ({ ...one, vectors: one.text === "refused" ? [] : [vectorOf(one.text)] }));
    await library.saveVectors(space, { modelId, documentIds, chunks: embedded });
    expect(await textsOf(space)).toEqual([[0, 0, "kept"]]);
    expect(await embed(space)).toEqual([]);
    await library.delete(space, { fileNames: ["a.md", "b.md"] });
    const owner = await test.owner();
    await owner.query("SELECT set_config('khoj.spaces', $1, false)", [space]);
    expect((await owner.query("SELECT 1 FROM vectors WHERE space_id = $1", [space])).rowCount).toBe(0);
  });

  it("of two models stand beside each other until the older one's are deleted", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "text")]);
    await embed(space, 1);
    expect(await embed(space, 2)).toEqual(["text"]);
    expect(await library.deleteVectors(space, 1, 10)).toBe(1);
    expect(await textsOf(space)).toEqual([]);
    expect((await library.vectorsSince(space, { ...asked, modelId: 2 })).vectors).toHaveLength(1);
  });

  it("are asked for the newest note first, and a space is one process's at a time", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("old.md", "old")]);
    await library.save(space, [aFile("new.md", "new")]);
    expect(await embed(space)).toEqual(["new", "old"]);
    const [one, other] = ["018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-000000000002"] as const;
    expect([await library.claim(space, one, 60), await library.claim(space, other, 60)]).toEqual([true, false]);
    expect([await library.claim(space, one, 0), await library.claim(space, other, 60)]).toEqual([true, true]);
  });

  it("come in pages that never cut a commit in two", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "one\ntwo\nthree"), aFile("b.md", "four")]);
    await embed(space);
    await library.save(space, [aFile("c.md", "five")]);
    await embed(space);
    const first = await library.vectorsSince(space, { ...asked, limit: 2 });
    expect([first.vectors.length, first.more]).toEqual([4, true]);
    const rest = await library.vectorsSince(space, { ...asked, revision: first.revision, limit: 2 });
    expect([rest.vectors.length, rest.more]).toEqual([1, false]);
  });
});
