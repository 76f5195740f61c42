import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { adoptGguf } from "@khoj/models";
import { writeTinyGguf } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let place: string;
let models: string;
let file: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "khoj-broken-off-"));
  // Started as root, the database runs as another user, who must be able to enter.
  await chmod(place, 0o755);
  models = path.join(place, "data", "models");
  await mkdir(models, { recursive: true, mode: 0o700 });
  file = writeTinyGguf(path.join(place, "small.gguf"), { words: ["Yes."], ends: true });
});
afterAll(() => rm(place, { recursive: true, force: true }));

const start = () => startTestServer({ dataDirectory: path.join(place, "data") });
const addition = async (of: TestServer) => (await of.get("/api/admin/local-models")).json();
const brokenOff = {
  state: "failed",
  file: "small.gguf",
  reason: expect.stringMatching(/the server stopped.*nothing of it stayed\. Add it again/),
};

describe("a model file on its way in", () => {
  it("is broken off when the server stops, leaves nothing, and the next server says so", async () => {
    const first = await start();
    const begun = await first.send("POST", "/api/admin/local-models", { path: file });
    expect(begun.status).toBe(202);
    await first.stop();
    expect(await readdir(models)).toEqual([".local-addition.json"]);
    const second = await start();
    expect(await addition(second)).toMatchObject(brokenOff);
    expect(await readdir(models)).toEqual([]);
    await second.stop();
  });

  it("leaves nothing either when the process was killed: no part, and no file that nobody tried", async () => {
    await adoptGguf(file, models);
    await mkdir(path.join(models, ".getting-local-addition"));
    await writeFile(path.join(models, ".getting-local-addition", "small.gguf"), "the first half");
    await writeFile(path.join(models, ".local-addition.json"), JSON.stringify({ file: "small.gguf", name: "small" }));
    const server = await start();
    expect(await addition(server)).toMatchObject(brokenOff);
    expect(await readdir(models)).toEqual([]);
    await server.stop();
  });

  it("that is not there is refused with what to do", async () => {
    const server = await start();
    await server.send("POST", "/api/admin/local-models", { path: "/nowhere/small.gguf" });
    await expect
      .poll(() => addition(server), { timeout: 30_000 })
      .toMatchObject({ state: "failed", reason: expect.stringContaining("is not there; check the path") });
    expect(await readdir(models)).toEqual([]);
    await server.stop();
  });
});
