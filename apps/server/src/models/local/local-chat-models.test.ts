import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { testLlama, writeTinyGguf } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openAudit } from "../../audit/index.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { enterGguf, installGguf } from "./add-gguf.ts";

const llama = await testLlama();
const notRun = llama.missing === undefined ? "" : ` (not run: ${llama.missing})`;
let place: string;
let server: TestServer;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "khoj-local-chat-"));
  server = await startTestServer();
});
afterAll(async () => {
  await server?.stop();
  await rm(place, { recursive: true, force: true });
});

const json = async (address: string, init?: RequestInit) => (await fetch(server.url + address, init)).json();

describe.skipIf(llama.missing !== undefined)(`a chat model on this machine${notRun}`, () => {
  it("is shown as staying here, answers, and fails in words when its file changes", async () => {
    const { dataDirectory } = server;
    const { database } = server.database;
    const models = path.join(dataDirectory, "models");
    await cp(llama.runtime ?? "", path.join(models, "runtime"), { recursive: true });
    const file = writeTinyGguf(path.join(place, "here.gguf"), {
      words: ["Hello", "from", "here."],
      ends: true,
      contextTokens: 2048,
    });
    const adopted = await installGguf({ models }, file, () => undefined);
    const deps = { events: openAudit(database) };
    const who = { via: "start" } as const;
    const id = await database.transaction((sql) => enterGguf(deps, sql, who, { ...adopted, flags: {} }));

    expect(await json("/api/admin/models")).toMatchObject({
      models: [{ id, name: "Tiny", kind: "local", sends_to: null, context_tokens: 2048 }],
    });
    expect(await json("/api/model/choices")).toMatchObject({
      chat: [{ id, sends_to: null, provider: "This machine", is_default: true }, { id: 1 }],
    });
    const test = () => json(`/api/admin/models/${id}/test`, { method: "POST" });
    expect(await test()).toMatchObject({ ok: true, steps: [{ message: "It answered: Hello from here." }] });
    await truncate(path.join(models, "here", "here.gguf"), 5000);
    // What is loaded answers on; whoever is asked next is another, and this one is loaded anew.
    await database.transaction((sql) =>
      sql.execute("UPDATE chat_models SET context_tokens = 1024 WHERE id = $1", [id]),
    );
    expect(await test()).toMatchObject({
      ok: false,
      steps: [{ message: "The file of Tiny is not the one that was added; add it again" }],
    });
    expect((await server.request("DELETE", `/api/admin/local-models/${id}`)).status).toBe(200);
    expect(await json("/api/admin/models")).toEqual({ models: [] });
    expect(existsSync(path.join(models, "here"))).toBe(false);
  });

  it("is added by its path in the page, which says how far it is, and what was wrong", async () => {
    const models = path.join(server.dataDirectory, "models");
    await cp(llama.runtime ?? "", path.join(models, "runtime"), { recursive: true });
    const file = writeTinyGguf(path.join(place, "there.gguf"), { words: ["Yes."], ends: true, contextTokens: 1024 });
    const add = (given: object) => server.send("POST", "/api/admin/local-models", given);
    expect(await add({ path: "there.gguf" })).toMatchObject({ status: 400 });
    const begun = await add({ path: file, name: "Small one" });
    expect([begun.status, begun.json()]).toEqual([202, expect.objectContaining({ file: "there.gguf" })]);
    const become = (state: string) =>
      vi.waitFor(async () => expect(await json("/api/admin/local-models")).toMatchObject({ state }), {
        timeout: 60_000,
        interval: 100,
      });
    await become("added");
    expect(await json("/api/admin/models")).toMatchObject({ models: [{ name: "Small one", kind: "local" }] });
    await writeFile(path.join(place, "no.gguf"), "no model at all");
    await add({ path: path.join(place, "no.gguf") });
    await become("failed");
    expect(await json("/api/admin/local-models")).toMatchObject({ file: "no.gguf", reason: expect.any(String) });
  }, 90_000);
});
