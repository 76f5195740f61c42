import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import type { AdminModel, ModelChoices, ModelProvider, TestReport } from "@khoj/contract";
import { openTestDatabase } from "@khoj/db/testing";
import { type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";

const secret = "sk-a-key-that-nobody-may-see-1234";
let double: ModelDouble;
let server: TestServer;
beforeAll(async () => {
  double = await serveModels({ models: ["words", "scripted"], key: secret });
  server = await startTestServer();
});
afterAll(async () => {
  await server?.stop();
  await double?.stop();
});

const json = async <Answer>(path: string, init: { method?: string; body?: unknown } = {}): Promise<Answer> => {
  const answer = await send(path, init);
  expect(answer.status, `${init.method ?? "GET"} ${path}`).toBeLessThan(300);
  return (await answer.json()) as Answer;
};
const send = (path: string, { method = "GET", body }: { method?: string; body?: unknown } = {}): Promise<Response> =>
  fetch(server.url + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });

const addProvider = (changes: object = {}): Promise<ModelProvider> =>
  json("/api/admin/providers", {
    method: "POST",
    body: { name: randomUUID(), kind: "openai", base_url: `${double.url}/v1`, key: secret, ...changes },
  });
const addModel = (provider: ModelProvider, model: string, changes: object = {}): Promise<AdminModel> =>
  json("/api/admin/models", { method: "POST", body: { provider_id: provider.id, model, ...changes } });
const remove = (provider: ModelProvider): Promise<unknown> =>
  json(`/api/admin/providers/${provider.id}`, { method: "DELETE" });
const options = (): Promise<{ id: number; name: string }[]> => json("/api/model/chat/options");

describe("providers of models", () => {
  it("are added, seen without their key, changed and removed", async () => {
    const provider = await addProvider({ name: "My endpoint" });
    expect(provider).toMatchObject({
      name: "My endpoint",
      kind: "openai",
      key_hint: "…1234",
      set_by: "panel",
      sends_to: null,
    });
    const all = await (await send("/api/admin/providers")).text();
    expect(all).toContain("My endpoint");
    expect(all).not.toContain(secret);
    await json(`/api/admin/providers/${provider.id}`, { method: "PATCH", body: { name: "Ours", key: null } });
    const { providers } = await json<{ providers: ModelProvider[] }>("/api/admin/providers");
    expect(providers).toMatchObject([{ name: "Ours", key_hint: null }]);
    await remove(provider);
    expect(await json("/api/admin/providers")).toEqual({ providers: [] });
  });

  it("keep their keys sealed: neither tables nor events hold them", async () => {
    const provider = await addProvider();
    const owner = await server.database.owner();
    const tables = ["model_providers", "instance_settings", "events"];
    for (const table of tables) {
      const { rows } = await owner.query(`SELECT * FROM ${table}`);
      expect(JSON.stringify(rows), table).not.toContain(secret);
    }
    const { rows } = await owner.query("SELECT sealed FROM sealed_secrets WHERE name = $1", [
      `provider/${provider.id}`,
    ]);
    expect(rows[0].sealed.includes(secret)).toBe(false);
    await remove(provider);
  });

  it("do not get the key of one address at another", async () => {
    const provider = await addProvider();
    const path = `/api/admin/providers/${provider.id}`;
    const moved = await send(path, { method: "PATCH", body: { base_url: "https://elsewhere.example/v1" } });
    expect([moved.status, await moved.text()]).toEqual([400, expect.stringContaining("give the key")]);
    await json(path, { method: "PATCH", body: { base_url: "https://elsewhere.example/v1", key: "another-key-here" } });
    const { providers } = await json<{ providers: ModelProvider[] }>("/api/admin/providers");
    expect(providers[0]?.sends_to).toBe("elsewhere.example");
    await remove(provider);
  });

  it("are tested step by step, and list what they have", async () => {
    const provider = await addProvider();
    const path = `/api/admin/providers/${provider.id}`;
    expect(await json(`${path}/offers`)).toEqual({ models: ["scripted", "words"] });
    expect(await json<TestReport>(`${path}/test`, { method: "POST", body: {} })).toMatchObject({ ok: true });
    await json(path, { method: "PATCH", body: { key: "a key that is wrong" } });
    const refused = await json<TestReport>(`${path}/test`, { method: "POST", body: {} });
    expect(refused).toMatchObject({ ok: false, steps: [{ message: expect.stringContaining("refused the key") }] });
    expect((await send(`${path}/offers`)).status).toBe(503);
    await remove(provider);
  });

  it.each([
    ["an address that is none", { base_url: "not an address" }, 422],
    ["an address of another kind", { base_url: "file:///etc/passwd" }, 422],
    ["a password in the address", { base_url: "https://me:secret@example.org/v1" }, 422],
    ["the address at which clouds tell secrets", { base_url: "http://169.254.169.254/v1" }, 400],
    ["a protocol nobody speaks", { kind: "cohere" }, 422],
    ["a key nobody knows", { surprise: 1 }, 422],
  ])("are refused with %s", async (_what, changes, status) => {
    const body = { name: randomUUID(), kind: "openai", base_url: "http://localhost:1/v1", ...changes };
    expect((await send("/api/admin/providers", { method: "POST", body })).status).toBe(status);
  });

  it("do not share a name", async () => {
    const provider = await addProvider({ name: "One" });
    const again = await send("/api/admin/providers", { method: "POST", body: { name: "One", kind: "google" } });
    expect(again.status).toBe(409);
    await remove(provider);
  });
});

describe("chat models", () => {
  it("stand before the quotes, the first being everybody's default", async () => {
    expect(await options()).toMatchObject([{ id: 1 }]);
    const provider = await addProvider({ name: "The double" });
    const first = await addModel(provider, "words", { name: "First" });
    const second = await addModel(provider, "scripted", { name: "Second", price_in: 0.25 });
    expect((await options()).map(({ name }) => name)).toEqual(["First", "Second", "Quotes from your notes"]);
    expect(await json("/api/model/chat")).toEqual({ id: first.id, chat_model: "First" });
    await json(`/api/admin/models/${second.id}`, { method: "PATCH", body: { make_default: true } });
    expect(await json("/api/model/chat")).toEqual({ id: second.id, chat_model: "Second" });
    const { models } = await json<{ models: AdminModel[] }>("/api/admin/models");
    expect(models.map(({ name, is_default, price_in }) => [name, is_default, price_in])).toEqual([
      ["Second", true, 0.25],
      ["First", false, null],
    ]);
    await json(`/api/admin/models/${second.id}`, { method: "PATCH", body: { enabled: false } });
    expect((await options()).map(({ name }) => name)).toEqual(["First", "Quotes from your notes"]);
    await remove(provider);
    expect(await json("/api/model/chat")).toEqual({ id: 1, chat_model: "Quotes from your notes" });
  });

  it("are moved up and down in the order, and the first of those switched on is the default", async () => {
    const provider = await addProvider();
    const named = ["A", "B", "C", "D"];
    const ids = new Map<string, number>();
    for (const name of named) ids.set(name, (await addModel(provider, name, { name })).id);
    const patched = (name: string, body: object) =>
      send(`/api/admin/models/${ids.get(name)}`, { method: "PATCH", body });
    const order = async () => {
      const { models } = await json<{ models: AdminModel[] }>("/api/admin/models");
      return models.map((model) => (model.is_default ? `${model.name}!` : model.name)).join("");
    };
    expect(await order()).toBe("A!BCD");
    for (const [name, position, after] of [
      ["C", 2, "A!CBD"],
      ["A", 2, "C!ABD"],
      ["D", 1, "D!CAB"],
      ["C", 2, "D!CAB"],
      ["D", 9999, "C!ABD"],
    ] as const) {
      expect((await patched(name, { position })).status).toBe(200);
      expect(await order()).toBe(after);
    }
    await patched("C", { enabled: false });
    expect(await order()).toBe("CA!BD");
    expect(await json("/api/model/chat")).toEqual({ id: ids.get("A"), chat_model: "A" });
    // One that comes later is the last, whatever was moved before.
    ids.set("E", (await addModel(provider, "E", { name: "E" })).id);
    expect(await order()).toBe("CA!BDE");
    for (const position of [0, -1, 1.5, "first", null]) expect((await patched("B", { position })).status).toBe(422);
    expect((await patched("B", { position: 1, make_default: true })).status).toBe(400);
    expect((await send("/api/admin/models/999999", { method: "PATCH", body: { position: 1 } })).status).toBe(404);
    expect(await order()).toBe("CA!BDE");
    // Two who move at once: each of the models stays, once.
    const moved = await Promise.all(["A", "B", "C", "D", "E"].map((name) => patched(name, { position: 1 })));
    expect(moved.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect([...(await order()).replace("!", "")].sort().join("")).toBe("ABCDE");
    await remove(provider);
  });

  it("are chosen by each person, and an empty choice is the default", async () => {
    const provider = await addProvider();
    const first = await addModel(provider, "words", { name: "First" });
    const second = await addModel(provider, "scripted", { name: "Second", sees: true });
    const choose = (id: number | string) => send(`/api/model/chat?id=${id}`, { method: "POST" });
    expect((await choose(second.id)).status).toBe(200);
    expect(await json("/api/model/chat")).toEqual({ id: second.id, chat_model: "Second" });
    expect(await json("/api/settings?detailed=true")).toMatchObject({
      selected_chat_model_config: second.id,
      chat_model_options: [{ name: "First" }, { name: "Second" }, { id: 1 }],
    });
    const { chat } = await json<ModelChoices>("/api/model/choices");
    expect(chat.map(({ id, is_default, is_chosen, sees }) => [id, is_default, is_chosen, sees])).toEqual([
      [first.id, true, false, false],
      [second.id, false, true, true],
      [1, false, false, false],
    ]);
    expect((await choose(1)).status).toBe(200);
    expect(await json("/api/model/chat")).toMatchObject({ id: 1 });
    expect((await choose("")).status).toBe(200);
    expect(await json("/api/model/chat")).toMatchObject({ id: first.id });
    const unknown = await choose(999_999);
    expect([unknown.status, await unknown.json()]).toEqual([404, { status: "error", message: "Chat model not found" }]);
    expect((await choose("x")).status).toBe(400);
    await remove(provider);
  });

  it("are asked one word to see whether they answer", async () => {
    const provider = await addProvider();
    const works = await addModel(provider, "echo");
    const fails = await addModel(provider, "words,fault=no-such-model");
    const test = (model: AdminModel) =>
      json<TestReport>(`/api/admin/models/${model.id}/test`, { method: "POST", body: {} });
    expect(await test(works)).toMatchObject({
      ok: true,
      steps: [{ message: expect.stringContaining("It answered: Say hello") }],
    });
    expect(await test(fails)).toMatchObject({
      ok: false,
      steps: [{ message: expect.stringContaining("does not have this model") }],
    });
    expect(
      (await send("/api/admin/models", { method: "POST", body: { provider_id: provider.id, model: "echo" } })).status,
    ).toBe(409);
    expect((await send("/api/admin/models/999999/test", { method: "POST", body: {} })).status).toBe(404);
    await remove(provider);
  });
});

describe("who may manage them", () => {
  it("is an administrator who has just shown that it is them, where people sign in", async () => {
    const answers = await Promise.all(
      ["/api/admin/providers", "/api/admin/models", "/api/admin/speech"].map(async (path) => {
        const { status } = await fetch(signedIn.url + path);
        return status;
      }),
    );
    expect(answers).toEqual([403, 403, 403]);
  });

  let signedIn: TestServer;
  beforeAll(async () => {
    signedIn = await startTestServer({ config: { anonymous: false } });
  });
  afterAll(() => signedIn?.stop());
});

describe("models of the environment", () => {
  it("fill empty tables once; then the tables rule", async () => {
    const database = await openTestDatabase();
    const config = {
      models: {
        ...testModels,
        openai: { key: secret, baseUrl: `${double.url}/v1` },
        anthropic: "an-anthropic-key",
        defaultChatModel: "scripted",
      },
    };
    const first = await startTestServer({ database, config });
    const models = async (at: TestServer) =>
      ((await (await fetch(`${at.url}/api/admin/models`)).json()) as { models: AdminModel[] }).models;
    const named = async (at: TestServer) =>
      ((await (await fetch(`${at.url}/api/admin/providers`)).json()) as { providers: ModelProvider[] }).providers;
    await expect.poll(async () => (await models(first)).map(({ model }) => model)).toContain("words");
    expect((await models(first))[0]).toMatchObject({ model: "scripted", is_default: true });
    const providers = await named(first);
    expect(providers.map(({ kind, set_by, key_hint }) => [kind, set_by, key_hint])).toEqual([
      ["openai", "environment", "…1234"],
      ["anthropic", "environment", "…-key"],
    ]);
    for (const { id } of providers) await fetch(`${first.url}/api/admin/providers/${id}`, { method: "DELETE" });
    await first.stop();
    const second = await startTestServer({ database, config });
    expect(await named(second)).toEqual([]);
    await second.stop();
    await database.drop();
  });
});

describe("speech", () => {
  const record = (bytes: number, at = server): Promise<Response> => {
    const form = new FormData();
    const content = new Uint8Array(bytes);
    content.set(Buffer.from("OggS").subarray(0, bytes));
    form.append("file", new Blob([content], { type: "application/octet-stream" }), "blob");
    return fetch(`${at.url}/api/transcribe`, { method: "POST", body: form });
  };
  const say = (text: string): Promise<Response> =>
    fetch(`${server.url}/api/chat/speech?text=${encodeURIComponent(text)}`, { method: "POST" });

  it("answers as upstream does where nothing is set up", async () => {
    const [heard, tooLong, spoken] = [await record(10), await record(10 * 1024 * 1024 + 1), await say("Hello")];
    expect([heard.status, await heard.text()]).toEqual([501, ""]);
    expect(tooLong.status).toBe(422);
    expect([spoken.status, Object.keys((await spoken.json()) as object)]).toEqual([503, ["detail"]]);
    expect((await fetch(`${server.url}/api/transcribe`, { method: "POST", body: new FormData() })).status).toBe(422);
  });

  it("is heard and read aloud by the models an administrator chose, and nothing is written to disk", async () => {
    const provider = await addProvider();
    const model = { provider_id: provider.id };
    const chosen = {
      transcribe: { ...model, model: "whisper-1", voice: null },
      speak: { ...model, model: "tts-1", voice: "alloy" },
    };
    expect(await json("/api/admin/speech", { method: "PUT", body: chosen })).toEqual(chosen);
    const before = await readdir(process.cwd());
    const heard = await record(2000);
    expect(await heard.json()).toEqual({ text: "heard 2000 bytes" });
    expect(double.heard.at(-1)).toMatchObject({
      path: "/v1/audio/transcriptions",
      fileName: "recording.ogg",
      key: secret,
    });
    const spoken = await say("**Hello** [1] there");
    expect([spoken.status, spoken.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
    expect((await spoken.bytes()).length).toBeGreaterThan(4);
    expect(double.heard.at(-1)).toMatchObject({
      text: "Hello there",
      fields: { voice: "alloy", response_format: "mp3" },
    });
    expect(await readdir(process.cwd())).toEqual(before);
    expect(await json("/api/settings?detailed=true")).toMatchObject({
      voice_model_options: [{ id: "alloy" }],
      selected_voice_model_config: "alloy",
    });
    expect((await fetch(`${server.url}/api/model/voice?id=alloy`, { method: "POST" })).status).toBe(202);
    expect((await fetch(`${server.url}/api/model/voice?id=other`, { method: "POST" })).status).toBe(404);
    await remove(provider);
    expect(await json("/api/admin/speech")).toEqual({ transcribe: null, speak: null });
  });

  it("says why a recording could not be heard", async () => {
    const provider = await addProvider();
    const transcribe = { provider_id: provider.id, model: "whisper-1,fault=broken", voice: null };
    await json("/api/admin/speech", { method: "PUT", body: { transcribe, speak: null } });
    const heard = await record(100);
    expect([heard.status, await heard.text()]).toEqual([503, expect.stringContaining("failed (500")]);
    await remove(provider);
  });
});
