import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, chown, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { KhojError } from "@khoj/contract";
import type { SystemUser } from "@khoj/db";
import { resourceFiles } from "@khoj/text";
import { build, stop } from "esbuild";

/** What to run as a parser: Node and its files, all readable by the account that runs them. */
export interface ParserProgram {
  readonly node: string;
  readonly script: string;
  /** Where the script and the parts stand that it loads when a file needs them. */
  readonly scripts: string;
  /** Engines and their data, which it loads when a file needs them. */
  readonly resources: readonly ParserResource[];
}

export interface ParserResource {
  readonly name: string;
  readonly path: string;
}

/** Packs the parser into a folder in `directory`, so that its process needs to read nothing else of this machine. */
export async function prepareProgram(
  directory: string,
  user: SystemUser | undefined,
  languagesFrom = languageFolders,
): Promise<ParserProgram> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // The data directory is closed to everybody else, and so is this; the account of the parsers must get in.
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  const scripts = await putScripts(directory, await bundle());
  const own = Object.entries(resourceFiles).map(([name, module]) => putResource(directory, name, module));
  const resources = [...(await Promise.all(own)), ...(await findLanguages(languagesFrom))];
  const script = path.join(scripts, "parser.child.js");
  return { node: await findNode(directory, user), script, scripts, resources };
}

/** A folder named after what is in it; those of earlier versions go. */
async function putScripts(directory: string, files: readonly Bundled[]): Promise<string> {
  const hash = createHash("sha256");
  for (const { name, code } of files) hash.update(name).update(code);
  const name = `parser-${hash.digest("hex").slice(0, 12)}`;
  const folder = path.join(directory, name);
  for (const other of await readdir(directory))
    if (other.startsWith("parser-") && other !== name)
      await rm(path.join(directory, other), { recursive: true, force: true });
  if (await exists(folder)) return folder;
  await putInPlace(folder, async (unfinished) => {
    await mkdir(unfinished);
    await chmod(unfinished, 0o755);
    // Whatever package.json may stand above it, these are modules.
    for (const file of [...files, { name: "package.json", code: Buffer.from('{"type":"module"}') }]) {
      await writeFile(path.join(unfinished, file.name), file.code);
      await chmod(path.join(unfinished, file.name), 0o644);
    }
  });
  return folder;
}

/** A copy, since the account of the parsers may not reach the folder of our modules. */
async function putResource(directory: string, name: string, module: string): Promise<ParserResource> {
  const from = fileURLToPath(import.meta.resolve(module));
  const content = await readFile(from);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const to = path.join(directory, `${hash}-${name}`);
  if (!(await exists(to))) {
    await putInPlace(to, async (unfinished) => {
      await writeFile(unfinished, content);
      await chmod(unfinished, 0o644);
    });
  }
  return { name, path: to };
}

/** Where systems put the data of tesseract's languages; everybody may read it. */
export const languageFolders = [
  "/usr/share/tesseract-ocr/5/tessdata",
  "/usr/share/tesseract-ocr/4.00/tessdata",
  "/usr/share/tesseract/tessdata",
  "/usr/share/tessdata",
];

async function findLanguages(folders: readonly string[]): Promise<readonly ParserResource[]> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    const found = names.filter((name) => /^[a-z]{3}(?:_[a-z]+)?\.traineddata$/i.test(name)).sort();
    if (found.length > 0) return found.map((name) => ({ name, path: path.join(folder, name) }));
  }
  return [];
}

/** What modules of the older kind expect to be there. */
const commonJsNames =
  "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);" +
  "const __filename = import.meta.filename; const __dirname = import.meta.dirname;";

interface Bundled {
  readonly name: string;
  readonly code: Uint8Array;
}

let bundling = 0;

/** What every file needs stands in the script; what only formats of bytes need is loaded when such a file comes. */
async function bundle(): Promise<readonly Bundled[]> {
  const entry = fileURLToPath(new URL("./parser.child.ts", import.meta.url));
  bundling++;
  try {
    const result = await build({
      entryPoints: [entry],
      bundle: true,
      splitting: true,
      minifyWhitespace: true,
      write: false,
      outdir: "parser",
      platform: "node",
      format: "esm",
      target: "node24",
      logLevel: "silent",
      banner: { js: commonJsNames },
    });
    return result.outputFiles.map((file) => ({ name: path.basename(file.path), code: file.contents }));
  } finally {
    bundling--;
    // Its service process would stay for as long as we do; whoever builds beside us would wait for it for ever.
    if (bundling === 0) await stop();
  }
}

/** Our own Node where that account can run it, otherwise a copy of it. */
async function findNode(directory: string, user: SystemUser | undefined): Promise<string> {
  if (user === undefined || runs(process.execPath, user)) return process.execPath;
  const copy = path.join(directory, `node-${process.version}`);
  if (!(await exists(copy))) {
    await putInPlace(copy, async (unfinished) => {
      await copyFile(process.execPath, unfinished);
      await chmod(unfinished, 0o755);
    });
  }
  if (runs(copy, user)) return copy;
  throw new KhojError(
    "not_configured",
    `started as root the parsers run as the user ${user.name}, who cannot run ${copy}; give --data (or KHOJ_DATA_DIR) a folder that user can reach, such as /var/lib/khoj`,
  );
}

const runs = (node: string, { uid, gid }: SystemUser): boolean =>
  spawnSync(node, ["--version"], { uid, gid, cwd: "/", env: {}, stdio: "ignore" }).status === 0;

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

async function putInPlace(file: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = `${file}.${process.pid}.unfinished`;
  await write(unfinished);
  await rename(unfinished, file);
}
