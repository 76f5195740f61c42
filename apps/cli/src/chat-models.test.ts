import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type ModelDouble, serveModels, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const secret = "sk-a-key-in-a-file-5678";
let place: string;
let double: ModelDouble;
beforeAll(async () => {
  double = await serveModels({ models: ["echo"], key: secret });
  place = await mkdtemp(path.join(tmpdir(), "khoj-chat-models-cli-"));
  await chmod(place, 0o755);
  await writeFile(path.join(place, "key"), `${secret}\n`);
});
afterAll(async () => {
  await double.stop();
  await rm(place, { recursive: true, force: true });
});

async function khoj(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const all = [program, "models", ...words, "--data", path.join(place, "data")];
  const started = spawn(process.execPath, all, { env: { PATH: process.env.PATH, HOME: place } });
  const ended = new Promise<number | null>((resolve) => started.once("close", resolve));
  const [out, err] = await Promise.all([text(started.stdout), text(started.stderr)]);
  return { code: await ended, out, err };
}

describe("khoj models providers and chat", () => {
  it("add, test, choose and remove who answers, with the server down", async () => {
    const address = ["--address", `${double.url}/v1`];
    const added = await khoj("providers", "add", "Mine", ...address, "--key-file", path.join(place, "key"));
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/Mine +openai +this machine +key …5678/) });
    await khoj("chat", "add", "Mine", "echo", "--name", "First");
    await khoj("chat", "add", "Mine", "words,fault=key", "--name", "Second");
    expect(await khoj("chat", "default", "Second")).toMatchObject({ code: 0 });
    const { out } = await khoj("chat", "list", "--json");
    expect(JSON.parse(out)).toMatchObject([
      { name: "Second", is_default: true },
      { name: "First", is_default: false },
    ]);
    expect(await khoj("chat", "test", "Second")).toMatchObject({
      code: 1,
      err: expect.stringContaining("refused the key"),
    });
    const removed = await khoj("providers", "remove", "Mine");
    expect(removed).toMatchObject({ code: 0, out: expect.stringContaining("its key and its models") });
    expect([added, removed].map(({ out: said, err }) => said + err).join()).not.toContain(secret);
  });
});

describe("khoj models endpoint", () => {
  it("tries and keeps where meaning is read, without showing its key, and forgets it when something else reads", async () => {
    const endpoint = await startEmbeddingsEndpoint({ models: ["some-embed"], key: secret, dimensions: 48 });
    const { baseUrl } = endpoint;
    const wrong = await khoj("endpoint", "set", baseUrl);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/does not take the key.*Nothing was changed/) });
    const set = await khoj("endpoint", "set", baseUrl, "--key-file", path.join(place, "key"));
    expect(set).toMatchObject({ code: 0, out: expect.stringContaining("some-embed answers with vectors of 48") });
    const shown = await khoj("endpoint");
    expect(shown.out).toMatch(/key ends in …5678 {2}the model it lists first {2}reads the notes/);
    expect(await khoj("endpoint", "remove")).toMatchObject({
      code: 1,
      err: expect.stringContaining("reads the notes now"),
    });
    expect([wrong, set, shown].map(({ out, err }) => out + err).join()).not.toContain(secret);
    await endpoint.stop();
  });
});
