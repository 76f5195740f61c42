import { spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { testLlama, writeTinyGguf } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const llama = await testLlama();
const notRun = llama.missing === undefined ? "" : ` (not run: ${llama.missing})`;
let place: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "khoj-gguf-cli-"));
  await chmod(place, 0o755);
});
afterAll(() => rm(place, { recursive: true, force: true }));

async function khoj(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const all = [program, "models", ...words, "--data", path.join(place, "data")];
  const started = spawn(process.execPath, all, { env: { PATH: process.env.PATH, HOME: place } });
  const ended = new Promise<number | null>((resolve) => started.once("close", resolve));
  const [out, err] = await Promise.all([text(started.stdout), text(started.stderr)]);
  return { code: await ended, out, err };
}

describe.skipIf(llama.missing !== undefined)(`khoj models add FILE.gguf${notRun}`, () => {
  it("enters a file of one's own, which answers on this machine, is verified and removed", async () => {
    // What npm brings was brought before: the network is no part of this.
    const models = path.join(place, "data", "models");
    await mkdir(models, { recursive: true, mode: 0o700 });
    await chmod(path.join(place, "data"), 0o700);
    await cp(llama.runtime ?? "", path.join(models, "runtime"), { recursive: true });
    const file = writeTinyGguf(path.join(place, "my-model.gguf"), {
      words: ["Hello", "from", "here."],
      ends: true,
      contextTokens: 2048,
    });
    const added = await khoj("add", file, "--name", "Mine");
    expect(added, added.err).toMatchObject({ code: 0, out: expect.stringMatching(/Mine +This machine +default/) });
    const { out } = await khoj("chat", "list", "--json");
    expect(JSON.parse(out)).toMatchObject([
      { name: "Mine", model: "my-model", kind: "local", sends_to: null, context_tokens: 2048, answer_tokens: 512 },
    ]);
    await rm(file);
    const tested = await khoj("chat", "test", "Mine");
    expect(tested, tested.err).toMatchObject({ code: 0, out: expect.stringContaining("Hello from here.") });
    expect(await khoj("verify", "my-model")).toMatchObject({ code: 0 });
    expect(await khoj("remove", "my-model")).toMatchObject({ code: 0 });
    expect(JSON.parse((await khoj("chat", "list", "--json")).out)).toEqual([]);
    expect(await readdir(models)).toEqual(["runtime"]);
  });

  it("refuses a file that is no model, before anything is got", async () => {
    const file = path.join(place, "letter.gguf");
    await writeFile(file, "Dear reader");
    expect(await khoj("add", file)).toMatchObject({ code: 1, err: expect.stringContaining("is no GGUF file") });
  });
});
