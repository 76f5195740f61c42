import { type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const [here, there] = ["sk-the-key-of-this-address", "sk-the-key-of-that-address"];
let doubles: readonly ModelDouble[] = [];
let server: TestServer;
beforeAll(async () => {
  doubles = await Promise.all([serveModels(), serveModels()]);
  server = await startTestServer();
});
afterAll(async () => {
  await server?.stop();
  await Promise.all(doubles.map((double) => double.stop()));
});

it("a key goes to the address it was given for, also while both are changed", { timeout: 60_000 }, async () => {
  const places = doubles.map(({ url }, index) => ({ base_url: `${url}/v1`, key: [here, there][index] }));
  const added = await server.send("POST", "/api/admin/providers", { name: "Moving", kind: "openai", ...places[0] });
  const provider = added.json();
  const model = (await server.send("POST", "/api/admin/models", { provider_id: provider.id, model: "words" })).json();
  let moving = true;
  const asking = Array.from({ length: 3 }, async () => {
    while (moving) {
      const { ok } = (await server.send("POST", `/api/admin/models/${model.id}/test`, {})).json();
      expect(ok).toBe(true);
    }
  });
  for (let move = 1; move <= 60; move++) {
    const { status } = await server.send("PATCH", `/api/admin/providers/${provider.id}`, places[move % 2]);
    expect(status).toBe(200);
  }
  moving = false;
  await Promise.all(asking);
  expect(doubles.map(({ asked }) => [...new Set(asked.map(({ key }) => key))])).toEqual([[here], [there]]);
});
