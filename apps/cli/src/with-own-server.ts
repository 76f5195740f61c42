import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { KhojClient } from "@khoj/client";
import { KhojError } from "@khoj/contract";
import { environmentOfHelper, findRunningServer } from "@khoj/server";
import { clientOf } from "./find-server.ts";
import type { Output } from "./output.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

/**
 * Runs `use` against a server of its own over one folder of notes, and stops that server afterwards. Its data directory
 * is kept, so that the next time only what changed is read.
 */
export async function withOwnServer(
  dataDirectory: string,
  notes: string,
  output: Output,
  use: (client: KhojClient) => Promise<void>,
): Promise<void> {
  const folder = path.resolve(notes);
  const directory = path.join(path.dirname(dataDirectory), `${path.basename(dataDirectory)}-ask`, nameFor(folder));
  const made = await mkdir(path.dirname(directory), { recursive: true });
  // Whatever the umask: started as root, the database's user must get through to the directory itself, which is private.
  if (made !== undefined) await chmod(path.dirname(directory), 0o755);
  const flags = ["--anonymous-mode", "--port=0", `--data=${directory}`, `--notes=${folder}`];
  const server = spawn(process.execPath, [program, "serve", ...flags], {
    env: environmentOfHelper(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  server.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const ended = once(server, "exit");
  try {
    const client = clientOf(
      await addressOf(
        directory,
        () => server.exitCode,
        () => complaints,
      ),
    );
    await untilRead(client, output);
    await use(client);
  } finally {
    server.kill("SIGTERM");
    await ended;
  }
}

const nameFor = (folder: string): string => createHash("sha256").update(folder).digest("hex").slice(0, 16);

async function addressOf(directory: string, exitCode: () => number | null, complaints: () => string): Promise<string> {
  for (;;) {
    if (exitCode() !== null)
      throw new KhojError("unavailable", `The notes could not be opened. ${complaints().trim()}`);
    const url = (await mayRun(directory))?.url;
    if (url !== undefined) return url;
    await wait(50);
  }
}

/** The directory itself may not be there yet. */
const mayRun = (directory: string) => findRunningServer(directory).catch(() => undefined);

/** Waits until every file of the folder was looked at; says how far it is when that takes longer than a second. */
async function untilRead(client: KhojClient, output: Output): Promise<void> {
  for (let tick = 1; ; tick++) {
    const [folder] = await client.folders.list();
    if (folder?.state === "failed") throw new KhojError("unavailable", folder.reason ?? "The folder cannot be read.");
    if (folder !== undefined && folder.state !== "scanning" && folder.files.done >= folder.files.seen) return;
    if (tick % 20 === 0) output.note(`Reading the notes: ${folder?.files.done ?? 0} of ${folder?.files.seen ?? "?"}`);
    await wait(50);
  }
}
