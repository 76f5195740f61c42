import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { chown, mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import type { ExternalPlace } from "../open-external.ts";

const run = promisify(execFile);
const nobody = 65_534;
const programs = "/usr/lib/postgresql/17/bin";

export interface PgvectorServer {
  /** A database as an operator gives it, with pgvector switched on or not. */
  makePlace(options?: { readonly extension?: boolean }): Promise<ExternalPlace>;
  stop(): Promise<void>;
}

/** Starts the PostgreSQL of that system, as nobody, on a port of 127.0.0.1; its data go with it. */
export async function startPgvector(root: string): Promise<PgvectorServer> {
  const folder = path.join("/srv", randomUUID());
  const home = path.join(root, folder);
  const data = path.join(folder, "data");
  await mkdir(home, { mode: 0o700 });
  await chown(home, nobody, nobody);
  const asNobody = [`--userspec=${nobody}:${nobody}`, root];
  const making = ["-D", data, "-U", "khoj_admin", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8", "-A", "trust"];
  await run("chroot", [...asNobody, path.join(programs, "initdb"), ...making]);
  const port = await freePort();
  const settings = Object.entries({
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    dynamic_shared_memory_type: "mmap",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn("chroot", [...asNobody, path.join(programs, "postgres"), "-D", data, ...settings], {
    stdio: "ignore",
  });
  const asAdmin = async (database: string, ...texts: string[]): Promise<void> => {
    const admin = new pg.Client({ host: "127.0.0.1", port, database, user: "khoj_admin" });
    await admin.connect();
    for (const text of texts) await admin.query(text);
    await admin.end();
  };
  await answers(server, () => asAdmin("postgres", "SELECT 1"));
  return {
    async makePlace({ extension = true } = {}) {
      const name = `op_${randomBytes(6).toString("hex")}`;
      const password = randomBytes(16).toString("hex");
      await asAdmin(
        "postgres",
        `CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${password}'`,
        `CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0 ENCODING 'UTF8'`,
      );
      if (extension) await asAdmin(name, "CREATE EXTENSION vector");
      return { host: "127.0.0.1", port, database: name, user: name, password };
    },
    async stop() {
      const ended = server.exitCode === null ? once(server, "exit") : undefined;
      server.kill("SIGINT");
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function answers(server: ChildProcess, ask: () => Promise<void>): Promise<void> {
  for (const start = performance.now(); ; await wait(50)) {
    const error = await ask().then(
      () => undefined,
      (failure: unknown) => failure,
    );
    if (error === undefined) return;
    if (server.exitCode !== null || performance.now() - start > 30_000) throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
