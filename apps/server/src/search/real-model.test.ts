import path from "node:path";
import type { SearchExplanation, SearchResult } from "@khoj/contract";
import { adoptFolder, defaultEmbeddingModel, removeInstalled } from "@khoj/models";
import { type ModelPlaces, realModelFolder, startModelPlaces, writeTinyModel } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";

const real = await realModelFolder();
const missing = real.missing === undefined ? "" : ` (not run: ${real.missing})`;
const patience = { timeout: 60_000 };

const notes = {
  "plants.md": "# Green corner\n\nThe monstera wants bright shade, and a drink once the top of its soil is dry.\n",
  "neighbours.md": "# Upstairs\n\nHow they do it with three children I will never know; they keep asking us over.\n",
  "disk.md": "# Diskrete Mathematik\n\nThe lecture is on Thursdays at nine in hall B.\n",
  "boat.md": "# Osprey\n\nThe sails of the sloop were torn by a gale, and the mast has a crack above the spreaders.\n",
  "zh.md": "# 阳台\n\n番茄每天早上浇水，夏天傍晚再浇一次。\n",
  "zh-roof.md": "# 猫\n\n猫喜欢在屋顶上睡觉。\n",
};

describe.skipIf(missing !== "")(`with the default model${missing}`, () => {
  let places: ModelPlaces;
  let server: TestServer;
  const models = () => path.join(server.dataDirectory, "models");

  beforeAll(async () => {
    places = await startModelPlaces({});
    server = await startTestServer({
      config: {
        models: {
          ...testModels,
          embedding: { kind: "local", setBy: "built-in", endpoint: undefined },
          places: { ...places, certificates: undefined },
        },
      },
    });
    await adoptFolder(real.folder ?? "", models(), defaultEmbeddingModel.name);
    await server.send("PATCH", "/api/admin/embedding", { kind: "local" });
    await server.upload(Object.entries(notes).map(([name, content]) => ({ name, content })));
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await places.stop();
  });

  const search = async (question: string, more = ""): Promise<SearchResult[]> =>
    (await server.get(`/api/search?q=${encodeURIComponent(question)}${more}`)).json();
  const foundBy = async (question: string, more = "") =>
    (await search(question, more)).map(({ additional }) => `${additional.file} ${additional.match.via}`);
  const explain = async (question: string): Promise<SearchExplanation> =>
    (await server.get(`/api/search/explain?q=${encodeURIComponent(question)}`)).json();

  it("every note has its vector a moment after it was written", async () => {
    const found = async () => (await search("sailing", "&how=meaning")).map(({ additional }) => additional.file);
    await expect.poll(found, patience).toContain("boat.md");
    const meaning = async () => (await server.get("/api/content/progress")).json().meaning;
    await expect.poll(async () => (await meaning()).embedded, patience).toBe(Object.keys(notes).length);
  }, 120_000);

  it("a note that means it stands before one that shares how, do and keep", async () => {
    expect((await foundBy("how do I keep houseplants alive"))[0]).toBe("plants.md meaning");
  });

  it("a Chinese question over Chinese notes is answered by words alone, and why says so", async () => {
    expect((await foundBy("番茄什么时候浇水"))[0]).toBe("zh.md words");
    const { hits, meaning, degraded } = await explain("番茄什么时候浇水");
    expect(meaning).toEqual({
      model: defaultEmbeddingModel.name,
      weight: 0,
      reason: expect.stringContaining("does not know the writing of this question"),
    });
    expect(degraded).toBe(meaning.reason);
    expect(hits[0]).toMatchObject({ via: "words", meaning_rank: null, similarity: null });
    expect((await foundBy("猫在哪里睡觉"))[0]).toBe("zh-roof.md words");
  });

  it("a note in a writing that the model does not know is never found by meaning", async () => {
    for (const question of ["watering vegetables on the balcony", "a sleeping cat"])
      expect((await foundBy(question)).filter((hit) => hit.startsWith("zh"))).toEqual([]);
  });

  it("the like of a whole note is found by any of its parts", async () => {
    const pottery = "Kilns and glazes: the clay was thrown, trimmed and fired twice before the salt was added. ".repeat(
      30,
    );
    const yacht = "The yacht lost its canvas in the storm and its pole is split near the top. ".repeat(12);
    expect((await foundBy(`${pottery}\n${yacht}`, "&how=meaning"))[0]).toBe("boat.md meaning");
    expect(await foundBy(pottery, "&how=meaning")).not.toContain("boat.md meaning");
  });

  it("r=true looks at the passages themselves, and by a cross-encoder as long as there is one", async () => {
    const closer = async () => {
      const hits = await search("torn sails in a gale", "&r=true&n=10");
      const scores = hits.map((hit) => hit["cross-score"] ?? Number.NaN);
      expect(scores).toEqual(scores.toSorted((a, b) => a - b));
      for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
      return Object.fromEntries(hits.map(({ additional }, at) => [additional.file, scores[at]]));
    };
    const byPassages = await closer();
    expect(Object.keys(byPassages)[0]).toBe("boat.md");
    const folder = writeTinyModel(path.join(server.dataDirectory, "ranks"), { kind: "bert", head: "classifier" });
    await adoptFolder(folder, models());
    await expect.poll(closer, patience).not.toEqual(byPassages);
    expect(Object.keys(await closer()).sort()).toEqual(Object.keys(byPassages).sort());
    await removeInstalled(models(), "ranks");
    await expect.poll(closer, patience).toEqual(byPassages);
  });
});
