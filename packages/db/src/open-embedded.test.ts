import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chown, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { postmasterPid } from "./embedded/orphan.ts";
import { findSystemUser } from "./embedded/system-user.ts";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations/index.ts";
import { type OpenedDatabase, openDatabase } from "./open-database.ts";
import { makeDataDirectory } from "./testing/data-directory.ts";

let pristine: Awaited<ReturnType<typeof makeDataDirectory>>;
let directory: string;
let remove: () => Promise<void>;
let opened: OpenedDatabase | undefined;

// Created once and copied for every test: they are about later starts.
beforeAll(async () => {
  pristine = await makeDataDirectory();
  await (await openDatabase({ directory: pristine.directory })).close();
});
afterAll(() => pristine.remove());
beforeEach(async () => {
  ({ directory, remove } = await makeDataDirectory());
  execFileSync("cp", ["-a", `${pristine.directory}/.`, directory]);
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  await remove();
});

const open = async (known: readonly Migration[] = migrations): Promise<OpenedDatabase> => {
  opened = await openDatabase({ directory, migrations: known });
  return opened;
};
const close = async (): Promise<void> => {
  await opened?.close();
  opened = undefined;
};
const remember = (name: string): Promise<number> =>
  (opened as OpenedDatabase).database.transaction((sql) =>
    sql.execute("INSERT INTO instance_settings VALUES ($1, '1')", [name]),
  );
const remembered = async (): Promise<unknown[]> => {
  const { database } = opened as OpenedDatabase;
  return (await database.transaction((sql) => sql.query("SELECT name FROM instance_settings ORDER BY 1"))).map(
    (row) => row.name,
  );
};
const postmaster = (): number => {
  const pid = postmasterPid(path.join(directory, "pg", "data"));
  if (pid === undefined) throw new Error("no database runs");
  return pid;
};
/** Another process that opened the database, wrote a row, and holds it. */
async function startHolder(): Promise<ChildProcess> {
  const script = path.join(import.meta.dirname, "testing", "hold-database.child.ts");
  const server = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
  await once(server.stdout, "data");
  return server;
}
const statusField = (pid: number, name: string): string =>
  new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
const parentOf = (pid: number): number => Number(statusField(pid, "PPid"));
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`) && statusField(pid, "State") !== "Z";

const step = (number: number, sql: string): Migration => ({ number, name: `step-${number}`, sql, contentTables: [] });
const later = (migrations.at(-1)?.number ?? 0) + 1;

describe("the embedded database", () => {
  it("describes itself: version, role, forced row security", async () => {
    const { describe: ask } = await open();
    expect(await ask()).toMatchObject({
      kind: "embedded",
      place: directory,
      role: "khoj_server",
      schemaStep: migrations.at(-1)?.number,
      rowSecurityForced: true,
    });
  });

  it("keeps what was saved over a stop and a start", async () => {
    await open();
    await remember("kept");
    await close();
    await open();
    expect(await remembered()).toEqual(["kept"]);
  });

  it("runs as an unprivileged user, listens on no port, and asks everybody for a password", async () => {
    const { database } = await open();
    const owner = (await stat(`/proc/${postmaster()}`)).uid;
    expect(owner).toBe(findSystemUser()?.uid ?? process.getuid?.());
    const [settings] = await database.transaction((sql) =>
      sql.query("SELECT current_setting('listen_addresses') AS listen, current_setting('fsync') AS fsync"),
    );
    expect(settings).toEqual({ listen: "", fsync: "on" });
    const rules = await readFile(path.join(directory, "pg", "data", "pg_hba.conf"), "utf8");
    expect(rules).toBe("local all all scram-sha-256\n");
  });

  it("lets nobody but its owner read a file of it", async () => {
    await open();
    await close();
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const places = entries
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((it) => !/bin-[^/]+/.test(it));
    const wide = [];
    for (const place of places) {
      const status = await stat(place);
      if (status.mode & 0o077) wide.push(place);
    }
    expect(wide).toEqual([]);
  });

  it("comes back by itself after the database was killed, and the same pool goes on", async () => {
    await open();
    await remember("before");
    const killed = postmaster();
    process.kill(killed, "SIGKILL");
    // Sessions of the killed one live on until they notice; only then is there a new one to speak with.
    const isNew = () => ![undefined, killed].includes(postmasterPid(path.join(directory, "pg", "data")));
    await expect.poll(isNew, { timeout: 30_000 }).toBe(true);
    await expect.poll(() => remembered().catch(() => "down"), { timeout: 30_000 }).toEqual(["before"]);
    await remember("after");
    expect(await remembered()).toEqual(["after", "before"]);
  });

  it.runIf(process.platform === "linux")("stops with a server that was killed, and starts again", async () => {
    const server = await startHolder();
    const database = postmaster();
    server.kill("SIGKILL");
    await expect.poll(() => isRunning(database), { timeout: 30_000 }).toBe(false);
    await open();
  });

  it.runIf(process.platform === "linux")("an orphan is stopped by the next start", async () => {
    const server = await startHolder();
    const orphan = postmaster();
    const shell = parentOf(orphan);
    const helpers = childrenOf(shell).filter((pid) => pid !== orphan);
    for (const pid of [shell, ...helpers]) process.kill(pid, "SIGKILL");
    server.kill("SIGKILL");
    expect(helpers).toHaveLength(1);
    expect(isRunning(orphan)).toBe(true);
    await open();
    expect(isRunning(orphan)).toBe(false);
    expect(await remembered()).toEqual(["by the killed server"]);
  });

  it("is not fooled by a pid file that names another process", async () => {
    await open();
    await close();
    const file = path.join(directory, "pg", "data", "postmaster.pid");
    await writeFile(file, `${process.ppid}\n${path.join(directory, "pg", "data")}\n0\n5432\n`);
    await open();
    expect(postmaster()).not.toBe(process.ppid);
  });
});

describe("the database's log", () => {
  it("holds connections and DDL but no value of any statement", async () => {
    const canary = `canary${randomUUID().replaceAll("-", "")}`;
    const { database } = await open([
      ...migrations,
      step(later, "CREATE TABLE shown_in_the_log (x int UNIQUE, t text)"),
    ]);
    const attempts: readonly [string, unknown[]][] = [
      ["SELECT $1::text::integer", [canary]],
      ["SELECT $1::text::uuid", [`line one\n${canary} line two`]],
      ["SELECT $1::text::jsonb", [`{"${canary}`]],
      ["SELECT $1::text::date", [canary]],
      ["SELECT to_timestamp($1, $2)", [canary, "YYYY"]],
      ["INSERT INTO people (id, username, email) VALUES (gen_random_uuid(), $1, NULL)", [canary]],
      ["INSERT INTO instance_settings VALUES ($1, '1'), ($1, '2')", [canary]],
      ["SELECT regexp_replace('a', $1, 'b')", [`(${canary}`]],
      ["SELECT $1::text::tsquery", [`${canary} & &`]],
      ["SELECT set_config($1, 'x', true)", [canary]],
      ["SELECT pg_sleep(0), $1::text COLLATE nothing", [canary]],
    ];
    for (const [text, values] of attempts) {
      await expect(database.transaction((sql) => sql.query(text, values))).rejects.toThrow();
    }
    await close();
    const log = await readFile(path.join(directory, "log", "database.log"), "utf8");
    expect(log).toContain("connection authorized");
    expect(log).toContain("CREATE TABLE shown_in_the_log");
    expect(log).toContain("22P02");
    expect(log).not.toContain(canary);
    const secrets = await readFile(path.join(directory, "pg", "passwords.json"), "utf8");
    for (const secret of Object.values(JSON.parse(secrets))) expect(log).not.toContain(secret);
  });
});

describe("migrations of a database with something in it", () => {
  it("are applied over a cold copy, of which the last two are kept", async () => {
    await open();
    await remember("kept");
    let known = [...migrations];
    for (const number of [later, later + 1, later + 2]) {
      await close();
      known = [...known, step(number, `CREATE TABLE t${number} (x int)`)];
      await open(known);
    }
    expect(await remembered()).toEqual(["kept"]);
    const copies = await readdir(path.join(directory, "pg", "copies"));
    expect(copies.sort().map((name) => name.replace(/^.*?-/, ""))).toEqual([
      `before-step-${later + 1}`,
      `before-step-${later + 2}`,
    ]);
  });

  it("that fail put the database back as it was, and say which step", async () => {
    await open();
    await remember("kept");
    await close();
    const good = step(later, "CREATE TABLE half (x int)");
    const bad = step(later + 1, "CREATE TABLE other (x int); SELECT 1/0");
    await expect(open([...migrations, good, bad])).rejects.toThrow(
      new RegExp(`step ${later + 1} .*undone; the database was put back`),
    );
    const { database } = await open();
    expect(await remembered()).toEqual(["kept"]);
    const half = await database.transaction((sql) => sql.query("SELECT to_regclass('khoj.half') AS there"));
    expect(half).toEqual([{ there: null }]);
  });

  it("from a newer version are refused, with both numbers", async () => {
    await open([...migrations, step(later, "CREATE TABLE newer (x int)")]);
    await close();
    await expect(open()).rejects.toThrow(new RegExp(`newer Khoj.*step ${later}.*knows ${later - 1}`));
  });

  it("that were changed after they were applied are refused", async () => {
    await open([...migrations, step(later, "CREATE TABLE one (x int)")]);
    await close();
    await expect(open([...migrations, step(later, "CREATE TABLE two (x int)")])).rejects.toThrow(/is not the one/);
  });
});

describe("a data directory that cannot be used", () => {
  it("is refused with the cure when its passwords are gone", async () => {
    await open();
    await close();
    await writeFile(path.join(directory, "pg", "passwords.json"), '{"admin":"a","owner":"b","server":"c"}\n');
    await expect(open()).rejects.toThrow(/does not accept the passwords/);
  });

  it("is refused with the cure when PostgreSQL of another version made it", async () => {
    await open();
    await close();
    await writeFile(path.join(directory, "pg", "data", "PG_VERSION"), "14\n");
    await expect(open()).rejects.toThrow(/made by PostgreSQL 14/);
  });

  it.runIf(process.getuid?.() === 0)("is refused with the cure when the database's user cannot enter it", async () => {
    await chown(directory, 0, 0);
    await expect(open()).rejects.toThrow(/runs as the user \w+, who cannot enter .*--data/);
  });
});
