import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { KhojError } from "@khoj/contract";
import { partPrefix } from "../installed/install-files.ts";
import packages from "./llama-packages.json" with { type: "json" };

/** Of the binaries only those for this machine, without a graphics card's: 85 MB in all instead of 725. */
const binaries: Readonly<Record<string, string>> = {
  "@node-llama-cpp/linux-x64":
    "sha512-5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==",
  "@node-llama-cpp/linux-arm64":
    "sha512-W+7naKCXX9/eEjjFmRS8vvx91QyLXDbeFxexZc3bh/PtQABZgmRL3C0AtYYXn4YGTj/3Qor4lWZn2tpjZFPLdQ==",
};
const { version } = packages["node-llama-cpp"];
const marker = "khoj-runtime.json";
const folderName = "runtime";

/** Where node-llama-cpp lies in the folder of models. */
export const llamaFolder = (models: string): string => path.join(models, folderName);

/** Whether it is there, whole and of the version that is meant. */
export async function isLlamaHere(runtime: string): Promise<boolean> {
  const told = await readFile(path.join(runtime, marker), "utf8").catch(() => "");
  return told === markerText;
}

const markerText = `${JSON.stringify({ "node-llama-cpp": version })}\n`;

export interface InstallLlamaOptions {
  /** The folder of models. */
  readonly models: string;
  /** How many packages of how many are in place. */
  readonly onPackages?: ((got: number, of: number) => void) | undefined;
  /** The folder, in that of models, that is filled first; it is gone afterwards. */
  readonly part?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gets node-llama-cpp by npm, with npm's own settings (registry, proxy, certificates), where it is not here yet. Every
 * package is of the version and the hash that stand in llama-packages.json, and none runs a script.
 */
export async function installLlama({ models, onPackages, part, signal }: InstallLlamaOptions): Promise<void> {
  const runtime = llamaFolder(models);
  if (await isLlamaHere(runtime)) return;
  const binary = `@node-llama-cpp/${process.platform}-${process.arch}`;
  if (binaries[binary] === undefined)
    throw new KhojError(
      "not_configured",
      `GGUF files are run here on Linux (x64 and arm64) only, not on ${process.platform} ${process.arch}; run the model by Ollama or the llama.cpp server and add that as a provider`,
    );
  const work = path.join(models, part ?? `${partPrefix}${randomUUID()}`);
  await mkdir(work, { recursive: true, mode: 0o700 });
  const count = watchPackages(work, onPackages);
  try {
    await writeLock(work, binary);
    await runNpm(work, signal);
    await writeFile(path.join(work, marker), markerText);
    // Somebody else may have got it meanwhile: both have the same.
    if (await isLlamaHere(runtime)) return;
    await rm(runtime, { recursive: true, force: true });
    await rename(work, runtime).catch(async (error: unknown) => {
      if (!(await isLlamaHere(runtime))) throw error;
    });
  } finally {
    clearInterval(count);
    await rm(work, { recursive: true, force: true });
  }
}

async function writeLock(folder: string, binary: string): Promise<void> {
  const dependencies = { "node-llama-cpp": version, [binary]: version };
  const all: Record<string, object> = { ...packages, [binary]: { version, integrity: binaries[binary] } };
  const entries = Object.entries(all).map(([name, facts]) => [`node_modules/${name}`, facts]);
  const lock = {
    lockfileVersion: 3,
    requires: true,
    packages: { "": { dependencies }, ...Object.fromEntries(entries) },
  };
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  await writeFile(path.join(folder, "package-lock.json"), JSON.stringify(lock));
}

function watchPackages(folder: string, onPackages: InstallLlamaOptions["onPackages"]): NodeJS.Timeout {
  const of = Object.keys(packages).length + 1;
  onPackages?.(0, of);
  const look = async (): Promise<void> => {
    const names = await readdir(path.join(folder, "node_modules")).catch(() => []);
    onPackages?.(Math.min(names.filter((name) => !name.startsWith(".")).length, of), of);
  };
  return setInterval(() => void look(), 1000).unref();
}

const words = [
  "ci",
  "--omit=optional",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
  "--fetch-retries=2",
  "--fetch-retry-mintimeout=1000",
  "--fetch-retry-maxtimeout=4000",
];

/** Its environment is ours, for npm's settings stand there; `--prefix` says where, whatever npm started us. */
async function runNpm(folder: string, signal: AbortSignal | undefined): Promise<void> {
  const child = spawn("npm", [...words, "--prefix", folder], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    ...(signal && { signal }),
  });
  const { promise, resolve } = Promise.withResolvers<number | string>();
  child.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
  child.once("close", (code) => resolve(code ?? "ended"));
  const [said, code] = await Promise.all([text(child.stderr).catch(() => ""), promise]);
  signal?.throwIfAborted();
  if (code !== 0) throw explain(code, /npm (?:error|ERR!) code (\w+)/.exec(said)?.[1] ?? "");
}

/** One sentence for each way npm is known to fail here. */
function explain(exit: number | string, code: string): KhojError {
  const what = "The program that runs GGUF files could not be had";
  const say = (why: string) => new KhojError("unavailable", `${what}: ${why}`);
  if (exit === "ENOENT") return say("npm is missing; install npm 10 or newer");
  if (code === "EINTEGRITY")
    return say("a package arrived changed (EINTEGRITY); look at what stands between you and the npm registry");
  if (code === "ENOSPC") return say("the disk is full; it needs 100 MB");
  if (code === "E404" || code === "ETARGET")
    return say(`your npm registry does not have it (${code}); name another: npm config set registry URL`);
  if (/CERT/.test(code))
    return say(`the npm registry's certificate is not trusted (${code}); name its authority: NODE_EXTRA_CA_CERTS=FILE`);
  return say(
    `npm failed (${code || exit}); it needs the npm registry once: connect, or name a mirror with: npm config set registry URL`,
  );
}
