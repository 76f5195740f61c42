import type { AdminModel, ModelProvider } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const openai = { kind: "openai", base_url: "http://127.0.0.1:9/v1", key: "sk-a-key-that-nobody-may-see-1234" };
const speaks = { transcribe: null, speak: { provider_id: 1, model: "tts-1", voice: null } };
let server: TestServer;
let tired: SignedInClient;
let fresh: SignedInClient;
let provider: ModelProvider;
let model: AdminModel;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  fresh = await signInAs(server, { email: "fresh@example.org", role: "admin" });
  tired = await signInAs(server, { email: "tired@example.org", role: "admin", elevated: false });
  provider = (await fresh.send("POST", "/api/admin/providers", { ...openai, name: "Ours" })).json();
  model = (await fresh.send("POST", "/api/admin/models", { provider_id: provider.id, model: "ours" })).json();
});
afterAll(() => server?.stop());

const rooms = ["providers", "models", "speech", "embedding"];
const everything = async () =>
  JSON.stringify(await Promise.all(rooms.map(async (room) => (await fresh.get(`/api/admin/${room}`)).json())));

describe("an administrator who has not just shown who they are", () => {
  it.each([
    ["adds no provider", "POST", "/providers", { ...openai, name: "Theirs" }],
    [
      "sends nothing to another address",
      "PATCH",
      "/providers/P",
      { base_url: "http://127.0.0.1:10/v1", key: "another" },
    ],
    ["sends nothing to the usual address", "PATCH", "/providers/P", { base_url: null, key: "another-key" }],
    ["changes no key", "PATCH", "/providers/P", { key: "another-key-of-theirs" }],
    ["takes no key away", "PATCH", "/providers/P", { key: null }],
    ["removes no provider", "DELETE", "/providers/P", undefined],
    ["adds no model", "POST", "/models", { provider_id: 1, model: "theirs" }],
    ["makes no other model the first", "PATCH", "/models/M", { make_default: true }],
    ["moves no model up or down", "PATCH", "/models/M", { position: 1 }],
    ["switches no model off", "PATCH", "/models/M", { enabled: false }],
    ["removes no model", "DELETE", "/models/M", undefined],
    ["lets nobody hear or speak", "PUT", "/speech", speaks],
    ["has meaning read nowhere else", "PATCH", "/embedding", { kind: "endpoint" }],
    ["sends notes to no endpoint", "PATCH", "/embedding", { base_url: "http://127.0.0.1:9/v1" }],
    ["shows no endpoint a key", "POST", "/embedding/test", { base_url: "http://127.0.0.1:9/v1", key: "theirs" }],
    ["has meaning read by no other model", "PATCH", "/embedding", { kind: "local", model: "all-MiniLM-L6-v2" }],
  ] as const)("%s", async (_what, method, path, body) => {
    const before = await everything();
    const address = `/api/admin${path.replace("P", String(provider.id)).replace("M", String(model.id))}`;
    const refused = await tired.send(method, address, body);
    expect([refused.status, refused.json()]).toEqual([403, expect.objectContaining({ needs: "elevation" })]);
    expect(await everything()).toBe(before);
  });

  it.each([
    ["gives a provider another name", "/providers/P", { name: "Ours" }],
    ["says what a model costs", "/models/M", { price_in: 1 }],
    ["pauses the reading of meaning", "/embedding", { paused: true }],
  ] as const)("%s all the same", async (_what, path, body) => {
    const address = `/api/admin${path.replace("P", String(provider.id)).replace("M", String(model.id))}`;
    expect((await tired.send("PATCH", address, body)).status).toBe(200);
  });
});

it("the one person of anonymous mode, who has no factor, manages models as before", async () => {
  const alone = await startTestServer();
  const { id } = (await alone.send("POST", "/api/admin/providers", { ...openai, name: "Mine" })).json();
  const added = await alone.send("POST", "/api/admin/models", { provider_id: id, model: "mine" });
  expect(added.status).toBe(201);
  expect((await alone.send("PUT", "/api/admin/speech", { transcribe: null, speak: null })).status).toBe(200);
  expect((await alone.send("PATCH", `/api/admin/models/${added.json().id}`, { make_default: true })).status).toBe(200);
  expect((await alone.send("DELETE", `/api/admin/providers/${id}`, undefined)).status).toBe(200);
  await alone.stop();
});

it("people who are no administrators see and change no provider, model or voice", async () => {
  const person = await signInAs(server, { email: "person@example.org" });
  for (const room of rooms) expect((await person.get(`/api/admin/${room}`)).status, room).toBe(403);
  expect((await person.send("POST", "/api/admin/providers", { ...openai, name: "Mine" })).status).toBe(403);
});
