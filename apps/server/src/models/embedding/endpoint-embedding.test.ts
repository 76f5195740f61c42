import type { EmbeddingStatus } from "@khoj/contract";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../../testing/start-test-server.ts";

let endpoint: EmbeddingsEndpoint;
let server: TestServer;

beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint();
  server = await startTestServer({ config: { models: modelsAt(endpoint) } });
});
afterAll(async () => {
  await server.stop();
  await endpoint.stop();
});

const modelsAt = ({ baseUrl }: EmbeddingsEndpoint, model?: string) => ({
  ...testModels,
  embedding: { kind: "endpoint", setBy: "environment", endpoint: { baseUrl, key: undefined, model } } as const,
});
const status = async (of = server): Promise<EmbeddingStatus> => (await of.get("/api/admin/embedding")).json();
const until = (state: string, of = server) =>
  expect.poll(async () => (await status(of)).state, { timeout: 30_000 }).toBe(state);
const rows = async () =>
  (await (await server.database.owner()).query("SELECT id, name, dimensions, state FROM embedding_models ORDER BY id"))
    .rows;

describe("embedding by an endpoint", () => {
  it("is ready once the endpoint told its model and dimensions", async () => {
    await until("ready");
    expect(await status()).toMatchObject({
      kind: "endpoint",
      set_by: "environment",
      model: "words-embed",
      sends_to: null,
    });
    expect(await rows()).toEqual([{ id: 1, name: "words-embed", dimensions: 256, state: "serving" }]);
  });
});
