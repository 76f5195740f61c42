import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Cluster, openCluster } from "./embedded/cluster.ts";
import { type OpenedDatabase, openDatabase } from "./open-database.ts";
import type { ExternalPlace } from "./open-external.ts";
import { makeDataDirectory } from "./testing/data-directory.ts";

// A second embedded server, listening on loopback, stands for the operator's.
let cluster: Cluster;
let port: number;
let removeCluster: () => Promise<void>;
let directory: string;
let removeDirectory: () => Promise<void>;
let place: ExternalPlace;
let opened: OpenedDatabase | undefined;

beforeAll(async () => {
  const made = await makeDataDirectory();
  removeCluster = made.remove;
  port = await freePort();
  cluster = await openCluster({
    directory: made.directory,
    settings: { listen_addresses: "127.0.0.1", port: String(port), fsync: "off" },
  });
  await writeRules(["local all all scram-sha-256", "host all all 127.0.0.1/32 scram-sha-256"]);
  await cluster.start();
});
afterAll(async () => {
  await cluster.stop();
  await removeCluster();
});
beforeEach(async () => {
  ({ directory, remove: removeDirectory } = await makeDataDirectory());
  place = await makePlace("CREATEROLE");
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  await removeDirectory();
});

const open = async (external: ExternalPlace = place): Promise<OpenedDatabase> => {
  opened = await openDatabase({ directory, external });
  return opened;
};
const administer = async (text: string, database = "postgres"): Promise<void> => {
  const { host, passwords } = cluster;
  const admin = new pg.Client({ host, port, database, user: "khoj_admin", password: passwords.admin });
  await admin.connect();
  await admin.query(text).finally(() => admin.end());
};
/** A login role with these rights and a database of its own. */
async function makePlace(rights: string, more: Partial<ExternalPlace> = {}): Promise<ExternalPlace> {
  const name = `op_${randomUUID().slice(0, 8)}`;
  const made = { host: "127.0.0.1", port, database: name, user: name, password: randomUUID(), ...more };
  await administer(`CREATE ROLE ${name} LOGIN ${rights} PASSWORD '${made.password}'`);
  await administer(`CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  return made;
}
const writeRules = (rules: readonly string[]): Promise<void> =>
  writeFile(path.join(cluster.dataDirectory, "pg_hba.conf"), `${rules.join("\n")}\n`);
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

describe("an external database", () => {
  it("is served by a role made for this directory, without power, in a schema of its own", async () => {
    const { describe: ask, database } = await open();
    const told = await ask();
    expect(told).toMatchObject({ kind: "external", rowSecurityForced: true, warnings: [] });
    expect(told.role).toMatch(/^khoj_server_[0-9a-f]{8}$/);
    const outside = await database.transaction((sql) =>
      sql.query("SELECT DISTINCT schemaname FROM pg_tables WHERE tableowner = $1", [place.user]),
    );
    expect(outside).toEqual([{ schemaname: "khoj" }]);
  });

  it("gives the second node a role of its own and leaves the first working", async () => {
    const first = await open();
    const other = await makeDataDirectory();
    const second = await openDatabase({ directory: other.directory, external: place });
    expect((await first.describe()).role).not.toBe((await second.describe()).role);
    await second.close();
    await other.remove();
    await first.database.ping(5000);
  });

  it("is opened again with the same role", async () => {
    const { role } = await (await open()).describe();
    await opened?.close();
    expect((await (await open()).describe()).role).toBe(role);
  });

  it("is served by POSTGRES_USER where that may not create roles, and the status says so", async () => {
    const plain = await makePlace("NOCREATEROLE");
    const { database, describe: ask } = await open(plain);
    const told = await ask();
    expect(told).toMatchObject({ role: plain.user, rowSecurityForced: true });
    expect(told.warnings.join()).toMatch(/may not create roles/);
    expect(await database.transaction((sql) => sql.query("SELECT * FROM documents"))).toEqual([]);
    await expect(database.transaction((sql) => sql.execute("TRUNCATE documents"))).rejects.toThrow();
  });

  it("that goes away is 'unavailable' meanwhile, and is used again when it is back", async () => {
    const { database } = await open();
    await database.ping(5000);
    await cluster.stop();
    await expect(database.transaction((sql) => sql.query("SELECT 1"))).rejects.toMatchObject({
      code: "unavailable",
      retryAfter: 1,
    });
    await expect(database.ping(500)).rejects.toMatchObject({ code: "unavailable" });
    await cluster.start();
    expect(await database.transaction((sql) => sql.query("SELECT 1 AS back"))).toEqual([{ back: 1 }]);
  });
});

describe("an external database is refused, with the variable and the cure, when", () => {
  it.each(["", "postgres", "password", "khoj"])("the password is '%s'", async (password) => {
    await expect(open({ ...place, password })).rejects.toThrow(/^POSTGRES_PASSWORD: is/);
  });

  it("the password is the user's name", async () => {
    await expect(open({ ...place, password: place.user })).rejects.toThrow(/^POSTGRES_PASSWORD: is/);
  });

  it("the password is wrong; and the message does not hold it", async () => {
    const error = await open({ ...place, password: "not-the-password" }).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/POSTGRES_USER, POSTGRES_PASSWORD: .* refuses them/);
    expect(JSON.stringify([error, String(error)])).not.toContain("not-the-password");
  });

  it("nothing listens there", async () => {
    await expect(open({ ...place, port: await freePort() })).rejects.toThrow(/^POSTGRES_HOST, POSTGRES_PORT: nothing/);
  });

  it("there is no such database", async () => {
    await expect(open({ ...place, database: "nowhere" })).rejects.toThrow(/^POSTGRES_DB: .*createdb/);
  });

  it("it holds another Khoj's tables; and nothing was written there", async () => {
    await administer("CREATE TABLE public.django_migrations (id int)", place.database);
    await expect(open()).rejects.toThrow(/^POSTGRES_DB: .*django_migrations/);
    await administer("DO $$ BEGIN ASSERT to_regnamespace('khoj') IS NULL; END $$", place.database);
  });

  it("POSTGRES_USER bypasses row security and may not make another role", async () => {
    await expect(open(await makePlace("BYPASSRLS"))).rejects.toThrow(/^POSTGRES_USER: .*BYPASSRLS/);
  });

  it("POSTGRES_USER may not create the schema", async () => {
    const other = await makePlace("NOCREATEROLE");
    await expect(open({ ...other, database: place.database })).rejects.toThrow(/^POSTGRES_USER: .*GRANT CREATE/);
  });

  it("it is not in UTF8, and all reasons are told at once", async () => {
    const name = `latin_${randomUUID().slice(0, 8)}`;
    await administer(
      `CREATE DATABASE ${name} OWNER ${place.user} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc`,
    );
    await administer("CREATE TABLE public.django_migrations (id int)", name);
    const error = await open({ ...place, database: name }).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/LATIN1/);
    expect(String(error)).toMatch(/django_migrations/);
  });
});

describe("an external database that is used as a superuser", () => {
  it("is migrated by it and served by a role that is none", async () => {
    const { describe: ask, database } = await open(await makePlace("SUPERUSER"));
    expect((await ask()).role).toMatch(/^khoj_server_/);
    const log = await readFile(path.join(path.dirname(cluster.home), "log", "database.log"), "utf8");
    const secrets = await readFile(path.join(directory, "pg", "passwords.json"), "utf8");
    for (const secret of Object.values(JSON.parse(secrets))) expect(log).not.toContain(secret);
    await database.ping(5000);
  });
});

describe("an external database that lets everybody in", () => {
  it("works, and the status reports trust", async () => {
    await writeRules(["local all all scram-sha-256", "host all all 127.0.0.1/32 trust"]);
    await administer("SELECT pg_reload_conf()");
    const warnings = async () => (await (await open()).describe()).warnings.join();
    await expect.poll(warnings, { timeout: 10_000 }).toMatch(/without a password \(trust\)/);
    await writeRules(["local all all scram-sha-256", "host all all 127.0.0.1/32 scram-sha-256"]);
    await administer("SELECT pg_reload_conf()");
  });
});
