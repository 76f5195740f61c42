import { createHash } from "node:crypto";
import { open, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EmbeddingStatus } from "@khoj/contract";
import { adoptFolder } from "@khoj/models";
import { type ModelPlaces, startModelPlaces, writeTinyModel } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../../testing/start-test-server.ts";

let places: ModelPlaces;
let server: TestServer;
let folder: string;
const source = path.join(tmpdir(), `khoj-built-graph-${process.pid}`);

beforeAll(async () => {
  places = await startModelPlaces({});
  const embedding = { kind: "local", setBy: "built-in", endpoint: undefined } as const;
  const { hub, index } = places;
  const models = { ...testModels, embedding, places: { hub, index, certificates: undefined } };
  server = await startTestServer({ config: { models } });
  const from = writeTinyModel(path.join(source, "tiny"), { kind: "bert" });
  folder = await adoptFolder(from, path.join(server.dataDirectory, "models"));
  await server.upload([{ name: "a.md", content: "the cat sat on the mat" }]);
  await server.send("PATCH", "/api/admin/embedding", { kind: "local", model: "tiny" });
});
afterAll(async () => {
  await server?.stop();
  await places?.stop();
  await rm(source, { recursive: true, force: true });
});

const status = async (): Promise<EmbeddingStatus> => (await server.get("/api/admin/embedding")).json();
const until = (wanted: Partial<EmbeddingStatus>) =>
  expect.poll(status, { timeout: 60_000, interval: 10 }).toMatchObject(wanted);
const look = () => server.send("PATCH", "/api/admin/embedding", { kind: "local" });
const reading = async () => (await server.get("/api/content/progress")).json().meaning;
const built = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.endsWith(".onnx"));
const isWhole = async (name: string): Promise<boolean> =>
  name.endsWith(
    `-${createHash("sha256")
      .update(await readFile(path.join(folder, name)))
      .digest("hex")
      .slice(0, 16)}.onnx`,
  );

describe("what was built of a model's weights", () => {
  it.each<[string, (file: string) => Promise<void>]>([
    ["cut", (file) => truncate(file, 1000)],
    [
      "altered",
      async (file) => {
        const handle = await open(file, "r+");
        await handle.write(Buffer.alloc(64, 7), 0, 64, 2000);
        await handle.close();
      },
    ],
    [
      "replaced",
      async (file) => {
        await writeFile(`${file}.other`, "another graph");
        await rename(`${file}.other`, file);
      },
    ],
    ["taken away", (file) => rm(file)],
  ])("is noticed when it is %s while the server runs, and built again while words find", async (how, harm) => {
    await until({ state: "ready", model: "tiny" });
    const [name = "none"] = await built();
    expect(await isWhole(name)).toBe(true);
    await harm(path.join(folder, name));
    // The files are looked at every few seconds, and whenever somebody speaks of the model.
    if (how !== "cut") await look();
    await until({ state: "loading", reason: expect.stringContaining("built again of its verified weights") });
    expect((await server.get("/api/search?q=cat&how=words")).json()).toHaveLength(1);
    await until({ state: "ready", reason: null });
    expect(await built()).toEqual([name]);
    expect(await isWhole(name)).toBe(true);
    await server.upload([{ name: `${how}.md`, content: `the dog ran fast: ${how}` }]);
    const { passages } = await reading();
    await expect.poll(async () => (await reading()).embedded, { timeout: 60_000 }).toBe(passages);
  });

  it("is not built of weights that were altered as well", async () => {
    const [name = "none"] = await built();
    await truncate(path.join(folder, name), 1000);
    await truncate(path.join(folder, "model.safetensors"), 1000);
    await look();
    await until({ state: "failed", reason: expect.stringContaining("model.safetensors was cut to 1000") });
    expect(await built()).toEqual([name]);
  });
});
