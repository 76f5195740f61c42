import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, chown, copyFile, mkdir, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { KhojError } from "@khoj/contract";
import type { SystemUser } from "@khoj/db";
import { build, stop } from "esbuild";

/** What to run as a parser: Node and one file, both readable by the account that runs them. */
export interface ParserProgram {
  readonly node: string;
  readonly script: string;
}

/** Packs the parser into one file in `directory`, so that its process needs to read nothing else of this machine. */
export async function prepareProgram(directory: string, user: SystemUser | undefined): Promise<ParserProgram> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // The data directory is closed to everybody else, and so is this; the account of the parsers must get in.
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  const code = await bundle();
  const script = path.join(directory, `parser-${createHash("sha256").update(code).digest("hex").slice(0, 12)}.mjs`);
  await putInPlace(script, async (unfinished) => {
    await writeFile(unfinished, code);
    await chmod(unfinished, 0o644);
  });
  return { node: await findNode(directory, user), script };
}

async function bundle(): Promise<Uint8Array> {
  const entry = fileURLToPath(new URL("./parser.child.ts", import.meta.url));
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node24",
    logLevel: "silent",
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  // Its service process would stay for as long as we do.
  await stop();
  const [file] = result.outputFiles;
  if (file === undefined) throw new KhojError("internal", "The parser could not be packed into one file");
  return file.contents;
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
