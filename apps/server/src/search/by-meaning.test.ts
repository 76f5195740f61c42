import type { SearchExplanation, SearchResult } from "@khoj/contract";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";

// The endpoint's vectors are made of words: texts with common words are near, and these mean the same.
const means = { automobile: "car", vehicle: "car", feline: "cat", felines: "cat" };
const notes = {
  "car.md": "# Car\n\nThe car needs new brakes.\n",
  "cat.md": "# Cat\n\nThe cat sleeps on the warm roof.\n",
  "roof.md": "# Roof\n\nThe roof leaks after rain, ticket INC-4412 is open.\n",
  "bread.md": "# Bread\n\nRye bread with caraway.\n",
  "zh.md": "# 猫\n\n猫在屋顶上睡觉。\n",
};

let endpoint: EmbeddingsEndpoint;
let server: TestServer;
beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint({ means });
  const { baseUrl } = endpoint;
  const given = { baseUrl, key: undefined, model: undefined };
  const embedding = { kind: "endpoint", setBy: "environment", endpoint: given } as const;
  server = await startTestServer({ config: { models: { ...testModels, embedding } } });
  await server.upload(Object.entries(notes).map(([name, content]) => ({ name, content })));
});
afterAll(async () => {
  await server?.stop();
  await endpoint.stop();
});

const patience = { timeout: 30_000 };
const search = async (question: string, more = "") => {
  const answer = await server.get(`/api/search?q=${encodeURIComponent(question)}${more}`);
  expect(answer.status, answer.text).toBe(200);
  const results: SearchResult[] = answer.json();
  return { results, notice: answer.headers["x-khoj-search"] };
};
const foundBy = async (question: string, more = ""): Promise<string[]> =>
  (await search(question, more)).results.map(({ additional }) => `${additional.file} ${additional.match.via}`);
const explain = async (question: string, more = ""): Promise<SearchExplanation> =>
  (await server.get(`/api/search/explain?q=${encodeURIComponent(question)}${more}`)).json();

it("a note is found by meaning as soon as its passages have their vectors", async () => {
  const waiting = async () => (await server.get("/api/content/progress")).json();
  await expect.poll(waiting, patience).toMatchObject({ meaning: { passages: 5, embedded: 5 } });
  await expect.poll(() => foundBy("felines"), patience).toEqual(["cat.md meaning"]);
});

describe("a question", () => {
  it("finds a note that has none of its words, and says so", async () => {
    const { results, notice } = await search("vehicle");
    expect(results[0]).toMatchObject({ additional: { file: "car.md", match: { via: "meaning", terms: [] } } });
    expect(results[0]?.score).toBeGreaterThanOrEqual(0);
    expect(results[0]?.score).toBeLessThan(1);
    expect(notice).toBeUndefined();
  });

  it("stands first what both words and meaning find", async () => {
    const [first] = (await search("cat on the roof")).results;
    expect(first?.additional).toMatchObject({ file: "cat.md", match: { via: "both" } });
    expect(first?.additional.match.terms).toEqual(expect.arrayContaining(["cat", "roof"]));
  });

  it("finds nothing where neither has anything", async () => {
    expect(await foundBy("xylophone zeppelin")).toEqual([]);
  });

  it("stays within its filters, by meaning too", async () => {
    expect(await foundBy('feline file:"car.md"')).toEqual([]);
    expect(await foundBy('feline file:"c*.md"')).toEqual(["cat.md meaning"]);
    expect(await foundBy('feline -"warm"')).toEqual([]);
  });

  it("keeps a bound of distance in the sense it has for words", async () => {
    const [{ score = 1 } = {}] = (await search("vehicle")).results;
    expect(await foundBy("vehicle", `&max_distance=${score + 0.01}`)).toEqual(["car.md meaning"]);
    expect(await foundBy("vehicle", `&max_distance=${score - 0.01}`)).toEqual([]);
  });

  it("loses a deleted note at once, and its vector with it", async () => {
    await server.upload([{ name: "gone.md", content: "A zebra in the garden.\n" }]);
    await expect.poll(() => foundBy("zebra garden"), patience).toContain("gone.md both");
    await server.request("DELETE", "/api/content/file?filename=gone.md");
    expect(await foundBy("zebra garden")).not.toContain("gone.md both");
    expect(await foundBy("zebra garden", "&how=meaning")).not.toContain("gone.md meaning");
  });
});

describe("how a question is asked", () => {
  it("by words, by meaning, or by both", async () => {
    expect((await foundBy("feline roof", "&how=words")).sort()).toEqual(["cat.md words", "roof.md words"]);
    expect(await foundBy("feline", "&how=words")).toEqual([]);
    expect(await foundBy("feline roof", "&how=meaning")).toEqual(
      expect.arrayContaining(["cat.md meaning", "roof.md meaning"]),
    );
    expect((await foundBy("feline roof"))[0]).toBe("cat.md both");
    expect((await search("feline", "&how=words")).notice).toBeUndefined();
  });

  it("by words while it is being typed: nothing is sent anywhere", async () => {
    const before = endpoint.requests();
    expect(await foundBy("felin", "&prefix=true")).toEqual([]);
    expect((await search("roo", "&prefix=true")).notice).toBeUndefined();
    expect(endpoint.requests()).toBe(before);
  });

  it("by words when it is a name, a number or words in quotes", async () => {
    const before = endpoint.requests();
    expect(await foundBy("INC-4412")).toEqual(["roof.md words"]);
    expect(await foundBy('"warm roof"')).toEqual(["cat.md words"]);
    expect(endpoint.requests()).toBe(before);
    expect((await explain("INC-4412")).meaning).toMatchObject({ weight: 0, reason: expect.stringContaining("names") });
  });

  it("asks the model once for the same question", async () => {
    await foundBy("an automobile in the rain");
    const before = endpoint.requests();
    await foundBy("an automobile in the rain");
    await foundBy('an automobile in the rain file:"car.md"');
    expect(endpoint.requests()).toBe(before);
  });
});

describe("a whole note", () => {
  it("is asked by its parts, so that its like is found though it begins with something else", async () => {
    const other = "Pottery and glazes, kilns and clay of many kinds. ".repeat(60);
    const [first] = await foundBy(`${other} ${"The feline sleeps on a warm roof. ".repeat(40)}`, "&how=meaning");
    expect(first).toBe("cat.md meaning");
    const asked = [...endpoint.counts.keys()].filter((text) => text.includes("Pottery"));
    expect(Math.max(...asked.map((text) => text.length))).toBeLessThanOrEqual(1000);
  });
});

describe("explained", () => {
  it("each hit has its places by words and by meaning, and how near it is", async () => {
    const { hits, meaning } = await explain("feline on the roof");
    expect(meaning).toEqual({ model: "words-embed", weight: expect.closeTo(0.4), reason: null });
    expect(hits[0]).toMatchObject({ file: "cat.md", via: "both", meaning_rank: 1 });
    expect(hits[0]?.similarity).toBeGreaterThan(0.3);
    expect(hits.map(({ relevance }) => relevance)).toEqual(
      hits.map(({ relevance }) => relevance).sort((a, b) => b - a),
    );
  });

  it("a closer look orders by what stands in the passages, and by how near they are", async () => {
    const { results } = await search("feline on the warm roof", "&r=true");
    expect(results[0]).toMatchObject({ additional: { file: "cat.md" }, "cross-score": expect.any(Number) });
  });
});

describe("without the endpoint", () => {
  it("words answer and say why, and meaning comes back by itself", async () => {
    await endpoint.goDown();
    const { results, notice } = await search("roof of a vehicle");
    expect(results.map(({ additional }) => additional.match.via)).toEqual(["words", "words"]);
    expect(notice).toMatch(/^words-only; ./);
    expect((await explain("another roof")).meaning.reason).toBeTruthy();
    await endpoint.comeBack();
    await expect.poll(() => foundBy("roof of a vehicle"), patience).toContain("car.md meaning");
  });

  it("that hangs, a search is answered in bounded time, and the next one at once", async () => {
    endpoint.knobs.answers = "silent";
    const { results, notice } = await search("roof with a silent endpoint");
    expect(results.length).toBeGreaterThan(0);
    expect(notice).toMatch(/did not answer in time/);
    const before = endpoint.requests();
    expect((await search("roof with another silence")).notice).toMatch(/did not answer in time/);
    expect(endpoint.requests()).toBe(before);
    endpoint.knobs.answers = "well";
  });
});
