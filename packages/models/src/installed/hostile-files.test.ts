import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readGguf } from "../gguf/read-gguf.ts";
import { openLocalEmbeddingModel } from "../local/open-local-embedding-model.ts";
import { openSafetensors } from "../local/weights/safetensors.ts";
import { writeTinyGguf } from "../testing/tiny-gguf.ts";
import { writeTinyModel } from "../testing/tiny-model.ts";
import { adoptFolder } from "./adopt-folder.ts";

let place: string;
let made: string;
let folder: string;
let models: string;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "khoj-hostile-"));
  made = writeTinyModel(path.join(place, "made"), { kind: "bert" });
});
afterAll(() => rm(place, { recursive: true }));
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(place, "one-")), "tiny");
  models = path.join(path.dirname(folder), "models");
  cpSync(made, folder, { recursive: true });
});
const file = (name: string) => path.join(folder, name);
const adopted = () => adoptFolder(folder, models).catch((error: Error) => error);

/** Protobuf of one field: a message, or text. */
const field = (number: number, content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
};
const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))];
const outside = (location: string): Buffer =>
  Buffer.concat([
    field(8, "weights"),
    field(13, Buffer.concat([field(1, "location"), field(2, location)])),
    field(13, Buffer.concat([field(1, "offset"), field(2, "0")])),
  ]);

describe("a model's folder of somebody's own", () => {
  it("is copied when it holds regular files", async () => {
    expect(await adopted()).toBe(path.join(models, "tiny"));
  });

  it.each(["tokenizer.json", "config.json", "model.safetensors"])("is refused when %s is a link", async (name) => {
    rmSync(file(name));
    symlinkSync(path.join(made, name), file(name));
    expect(await adopted()).toMatchObject({ code: "bad_request", message: expect.stringContaining("cp -rL") });
    expect(await readdir(models).catch(() => [])).toEqual([]);
  });

  it("is refused when a folder in it leads elsewhere", async () => {
    symlinkSync("/etc", file("1_Pooling"));
    expect(await adopted()).toMatchObject({ message: expect.stringContaining("1_Pooling is a link") });
  });

  it("is refused when a file of it is a pipe, which nobody waits for", async () => {
    rmSync(file("tokenizer.json"));
    expect(spawnSync("mkfifo", [file("tokenizer.json")]).status).toBe(0);
    expect(await adopted()).toMatchObject({ message: expect.stringContaining("no regular file") });
  });

  it.each([
    ["tokenizer.json", 500_000_000],
    ["config.json", 5_000_000],
  ])("is refused when %s is longer than any is, before it is read", async (name, bytes) => {
    truncateSync(file(name), bytes);
    const before = process.memoryUsage().rss;
    expect(await adopted()).toMatchObject({ message: expect.stringContaining(`has ${bytes} bytes`) });
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    await expect(openLocalEmbeddingModel({ folder, numbers: "int8" })).rejects.toMatchObject({ code: "too_large" });
  });

  it.each([
    ["of the machine", "../../../../etc/passwd"],
    ["by its whole path", "/etc/passwd"],
    ["beside it that is not copied", "weights.bin"],
  ])("is refused when its graph wants weights from a file %s", async (_, location) => {
    rmSync(file("model.safetensors"));
    const graph = field(7, field(5, outside(location)));
    const constant = field(7, field(1, field(5, field(5, outside(location)))));
    for (const content of [graph, constant]) {
      writeFileSync(file("model.onnx"), Buffer.concat([Buffer.from([8, 9]), content]));
      expect(await adopted()).toMatchObject({ message: expect.stringContaining("wants its weights from") });
    }
  });

  it("is taken when its graph wants them from the one beside it, and refused when it is no graph", async () => {
    rmSync(file("model.safetensors"));
    writeFileSync(file("model.onnx"), field(7, field(5, outside("model.onnx_data"))));
    expect(await adopted()).toBe(path.join(models, "tiny"));
    writeFileSync(file("model.onnx"), Buffer.alloc(1000, 0xff));
    expect(await adopted()).toMatchObject({ message: expect.stringContaining("no ONNX graph") });
    let deep = field(6, "");
    for (let level = 0; level < 100; level++) deep = field(1, field(5, field(6, deep)));
    writeFileSync(file("model.onnx"), field(7, deep));
    expect(await adopted()).toMatchObject({ message: expect.stringContaining("no ONNX graph") });
  });
});

describe("weights that lie", () => {
  /** The head as it is, changed; the weights stay where they are. */
  const withHead = (change: (head: Record<string, { shape: number[]; data_offsets: number[] }>) => void): void => {
    const bytes = readFileSync(path.join(made, "model.safetensors"));
    const length = Number(bytes.readBigUInt64LE());
    const head = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    change(head);
    const written = Buffer.from(JSON.stringify(head));
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(written.length));
    writeFileSync(file("model.safetensors"), Buffer.concat([size, written, bytes.subarray(8 + length)]));
  };
  const opened = () => openSafetensors(file("model.safetensors")).catch((error: Error) => error);
  const some = "embeddings.word_embeddings.weight";

  it("with a head of 2 GiB are refused unread", async () => {
    const handle = await open(file("model.safetensors"), "w");
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(2n ** 31n);
    await handle.write(size);
    await handle.truncate(3 * 2 ** 30);
    await handle.close();
    const before = process.memoryUsage().rss;
    expect(await opened()).toMatchObject({ message: expect.stringContaining("not a whole safetensors file") });
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it.each([
    ["end beyond the file", { data_offsets: [0, 2 ** 40] }],
    ["end before they begin", { data_offsets: [400, 0] }],
    ["lie within each other", { data_offsets: [0, 10 ** 4] }],
    ["are nowhere", { data_offsets: undefined }],
    ["have a size below nothing", { shape: [-1, -4] }],
    ["have more sides than any", { shape: Array(100).fill(1) }],
  ])("are refused when they %s", async (_, lie) => {
    withHead((head) => Object.assign(head[some] ?? {}, lie));
    expect(await opened()).toMatchObject({
      code: "invalid",
      message: expect.stringContaining("not a whole safetensors file"),
    });
  });

  it("are refused when they are no numbers, by whoever opens the model", async () => {
    const bytes = readFileSync(file("model.safetensors"));
    bytes.writeUInt32LE(0x7fc00000, bytes.length - 4);
    writeFileSync(file("model.safetensors"), bytes);
    await expect(openLocalEmbeddingModel({ folder, numbers: "int8" })).rejects.toMatchObject({
      message: expect.stringContaining("no numbers"),
    });
  });
});

describe("a GGUF file that lies", () => {
  const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
  const u64 = (value: bigint): Buffer => Buffer.from(BigUint64Array.of(value).buffer);
  const chars = (value: string): Buffer => Buffer.concat([u64(BigInt(value.length)), Buffer.from(value)]);
  const head = (tensors: bigint, facts: bigint, ...more: Buffer[]): Buffer =>
    Buffer.concat([Buffer.from("GGUF"), u32(3), u64(tensors), u64(facts), ...more]);
  const huge = 2n ** 60n;
  const alignment = chars("general.alignment");
  const nested = Buffer.concat(Array.from({ length: 60 }, () => Buffer.concat([u32(9), u64(1n)])));

  it.each([
    ["as many weights as there are none", head(huge, 0n)],
    ["as many facts as there are none", head(1n, huge)],
    ["a name longer than it", head(1n, 1n, u64(huge))],
    ["words longer than any", head(1n, 1n, chars("a"), u32(8), u64(huge))],
    ["a list longer than any", head(1n, 1n, chars("a"), u32(9), u32(8), u64(huge))],
    ["numbers longer than it", head(1n, 1n, chars("a"), u32(9), u32(4), u64(huge))],
    ["lists of lists of lists", head(1n, 1n, chars("a"), u32(9), nested)],
    ["a kind that is none", head(1n, 1n, chars("a"), u32(99))],
    ["weights of a thousand sides", head(1n, 0n, chars("a"), u32(1000))],
    ["an alignment of nothing", head(0n, 1n, alignment, u32(4), u32(0))],
    ["an alignment in words", head(0n, 1n, alignment, u32(8), chars("wide"))],
  ])("about %s is refused at once", async (_, bytes) => {
    const lying = path.join(folder, "lying.gguf");
    // As long as a model is, and nothing in it.
    writeFileSync(lying, bytes);
    truncateSync(lying, 600_000_000);
    const before = process.memoryUsage().rss;
    await expect(readGguf(lying)).rejects.toMatchObject({
      code: "bad_request",
      message: expect.stringMatching(/damaged|was cut|head does not end|what kind of model/),
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it("is refused when it is a pipe, and one that tells the truth is read", async () => {
    const pipe = path.join(folder, "pipe.gguf");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    await expect(readGguf(pipe)).rejects.toMatchObject({ message: expect.stringContaining("no regular file") });
    const honest = writeTinyGguf(path.join(folder, "honest.gguf"), { words: ["yes"], ends: true });
    expect(await readGguf(honest)).toMatchObject({ architecture: "llama", name: "Tiny" });
  });
});
