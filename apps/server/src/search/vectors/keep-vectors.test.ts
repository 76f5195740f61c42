import { rm, stat } from "node:fs/promises";
import path from "node:path";
import type { EmbeddingModel } from "@khoj/models";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLibrary } from "../../library/index.ts";
import { aSpace } from "../../library/testing/a-space.ts";
import type { NumberedModel } from "../../models/index.ts";
import { startIndexThread } from "../index-link.ts";
import { aNote } from "../testing/a-note.ts";
import { openTestSearch, type TestSearch } from "../testing/open-test-search.ts";
import { aVector, stored } from "./testing/a-vector.ts";

/** A model with a direction for each word it knows. */
const directions = ["bread", "tram", "snow", "goat"];
const dimensions = 8;
const aModel = (id: number, shift = 0): NumberedModel => {
  const toVector = (text: string): Float32Array => {
    const at = directions.findIndex((word) => text.includes(word));
    return aVector(dimensions, ...directions.map((_, n) => (n === (at + shift) % directions.length ? 1 : 0.1)));
  };
  const model: EmbeddingModel = {
    key: `directions ${id}`,
    name: "directions",
    dimensions,
    maxTokens: undefined,
    scripts: undefined,
    isRemote: false,
    embed: async (texts) => texts.map((text) => [toVector(text)]),
    close: async () => {},
  };
  return { id, model };
};

let serving: NumberedModel | undefined;
let filling: NumberedModel | undefined;
let listeners: (() => void)[] = [];
let search: TestSearch;
let space = "";
const serve = (model: NumberedModel | undefined, next: NumberedModel | undefined = model): void => {
  serving = model;
  filling = next;
  for (const listener of listeners) listener();
};
const models = {
  serving: () => serving,
  filling: () => filling,
  state: () => ({ state: "ready", reason: undefined, model: serving?.model.name }) as const,
  onChange: (listener: () => void) => void listeners.push(listener),
};
beforeEach(async () => {
  listeners = [];
  serving = aModel(1);
  filling = serving;
  search = await openTestSearch({ models });
  space = await aSpace(search.test.database);
});
afterEach(() => search.stop());

/** Embeds everything that waits, as the room that embeds does. */
async function embedAll({ id, model }: NumberedModel, library = search.library): Promise<void> {
  for (;;) {
    const { chunks, documentIds } = await library.toEmbed(space, id, 100);
    if (documentIds.length === 0) return;
    const made = await model.embed(
      chunks.map(({ text }) => text),
      { kind: "passage" },
    );
    const withVectors = chunks.map((chunk, n) => ({ ...chunk, vectors: (made[n] ?? []).map(stored) }));
    await library.saveVectors(space, { modelId: id, documentIds, chunks: withVectors });
  }
}
const byMeaning = async (query: string): Promise<string[]> => {
  const answer = await search.find([space], query, { how: "meaning" });
  return answer.hits.map(({ fileName }) => fileName);
};
const findsByMeaning = (query: string, names: readonly string[]) =>
  expect.poll(async () => (await byMeaning(query)).slice(0, names.length), { timeout: 30_000 }).toEqual(names);
const notes = [
  aNote("bread.md", "how bread rises"),
  aNote("tram.md", "the tram is late"),
  aNote("snow.md", "snow fell"),
];

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

describe("vectors in the index's thread", () => {
  it("are found soon after they are kept, whichever node made them", async () => {
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("a loaf of bread", ["bread.md"]);
    await search.save(space, [aNote("goat.md", "a goat on the roof")]);
    await embedAll(aModel(1), openLibrary(search.test.database));
    await findsByMeaning("goat", ["goat.md"]);
  });

  it("are gone with their note at once, and those of a text written anew are not answered", async () => {
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("tram", ["tram.md"]);
    await search.library.delete(space, { fileNames: ["tram.md"] });
    expect(await byMeaning("tram")).not.toContain("tram.md");
    await search.save(space, [aNote("bread.md", "now about a goat")]);
    expect(await byMeaning("bread")).not.toContain("bread.md");
    await embedAll(aModel(1));
    await findsByMeaning("goat", ["bread.md"]);
  });

  it("of the model that serves are asked, and of no other", async () => {
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("snow", ["snow.md"]);
    serve(aModel(2, 1));
    expect((await search.find([space], "snow", { how: "meaning" })).hits).toEqual([]);
    await embedAll(aModel(2, 1));
    await findsByMeaning("snow", ["snow.md"]);
  });

  it("of the model that is to take over are in memory before it does, without what was deleted meanwhile", async () => {
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("snow", ["snow.md"]);
    const next = aModel(2, 1);
    serve(aModel(1), next);
    expect(await search.room().hasVectorsOf(2)).toBe(false);
    await embedAll(next);
    await expect.poll(() => search.room().hasVectorsOf(2), { timeout: 30_000 }).toBe(true);
    expect((await byMeaning("tram"))[0]).toBe("tram.md");
    await search.library.delete(space, { fileNames: ["tram.md"] });
    // The first question after it took over, and one that was on its way to the model before.
    serve(next);
    expect((await byMeaning("bread"))[0]).toBe("bread.md");
    expect(await byMeaning("tram")).not.toContain("tram.md");
    serving = aModel(1);
    expect((await byMeaning("snow"))[0]).toBe("snow.md");
    expect(await byMeaning("tram")).not.toContain("tram.md");
  });

  it("of a space that is no more are forgotten at once, and stand in no snapshot", async () => {
    const vectors = async () => (await search.room().status?.())?.facts.vectors;
    const [kept, gone] = [space, await aSpace(search.test.database)];
    for (const each of [kept, gone]) {
      space = each;
      await search.save(each, notes);
      await embedAll(aModel(1));
    }
    await expect.poll(vectors, { timeout: 30_000 }).toBe(2 * notes.length);
    space = kept;
    // The file holds both until then.
    await search.restart();
    await expect.poll(vectors, { timeout: 30_000 }).toBe(2 * notes.length);
    await search.test.database.inSpaces([gone], (sql) =>
      sql.execute("DELETE FROM documents WHERE space_id = $1", [gone]),
    );
    await search.test.database.statement("DELETE FROM spaces WHERE id = $1", [gone]);
    search.room().lookForSpaces();
    await expect.poll(vectors, { timeout: 30_000 }).toBe(notes.length);
    const file = path.join(search.dataDirectory, "index", "vectors.snapshot");
    await expect.poll(() => isThere(file)).toBe(false);
    await findsByMeaning("bread", ["bread.md"]);
  });

  it("are there after a restart without being read anew, but for what was deleted and written meanwhile", async () => {
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("bread", ["bread.md"]);
    const file = path.join(search.dataDirectory, "index", "vectors.snapshot");
    await search.restart(async () => {
      expect((await stat(file)).size).toBeGreaterThan(100);
      await search.library.delete(space, { fileNames: ["tram.md"] });
      await search.save(space, [aNote("snow.md", "all about a goat")]);
      await embedAll(aModel(1));
      const owner = await search.test.owner();
      await owner.query("SELECT set_config('khoj.spaces', $1, false)", [space]);
      await owner.query("UPDATE vectors SET vector = $1 WHERE revision = 1", [
        stored(aVector(dimensions, 0, 0, 0, 0, 0, 1)),
      ]);
    });
    await findsByMeaning("goat", ["snow.md"]);
    // As it stands in the snapshot; what stands in the database now is far from bread.
    expect((await byMeaning("bread"))[0]).toBe("bread.md");
    await expect.poll(() => isThere(file)).toBe(false);
  });

  it("are read from the database where their file or that of the words is gone", async () => {
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("bread", ["bread.md"]);
    for (const gone of ["vectors.snapshot", "words.snapshot"]) {
      await search.restart(() => rm(path.join(search.dataDirectory, "index", gone)));
      await findsByMeaning("tram", ["tram.md"]);
    }
  });

  it("wait in their file for a model that comes late, unless something is deleted before", async () => {
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("bread", ["bread.md"]);
    const file = path.join(search.dataDirectory, "index", "vectors.snapshot");
    serving = undefined;
    await search.restart();
    expect(await search.names([space], "bread")).toEqual(["bread.md"]);
    serve(aModel(1));
    await findsByMeaning("snow", ["snow.md"]);
    serving = undefined;
    await search.restart();
    await search.library.delete(space, { fileNames: ["snow.md"] });
    expect(await search.names([space], "bread")).toEqual(["bread.md"]);
    await expect.poll(() => isThere(file)).toBe(false);
  });
});

describe("the index's thread that dies", () => {
  it("is replaced, and its vectors are found again", async () => {
    await search.stop();
    const threads: ReturnType<typeof startIndexThread>[] = [];
    search = await openTestSearch({
      models,
      startThread(data) {
        const thread = startIndexThread(data);
        threads.push(thread);
        return thread;
      },
    });
    space = await aSpace(search.test.database);
    await search.save(space, notes);
    await embedAll(aModel(1));
    await findsByMeaning("bread", ["bread.md"]);
    await threads.at(-1)?.terminate();
    await findsByMeaning("tram", ["tram.md"]);
  });
});
