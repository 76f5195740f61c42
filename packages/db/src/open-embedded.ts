import { KhojError } from "@khoj/contract";
import pg from "pg";
import type { Connection } from "./database.ts";
import { describeDatabase, type Known, refuseUnboundRole } from "./describe-database.ts";
import { type Cluster, openCluster } from "./embedded/cluster.ts";
import { goBackTo, makeColdCopy } from "./embedded/cold-copy.ts";
import { whyNoRoom } from "./embedded/disk-room.ts";
import { adminRole } from "./embedded/initialise.ts";
import { migrate, pendingMigrations } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import type { OpenedDatabase } from "./open-database.ts";
import { driverOptions, openPool } from "./pool-database.ts";
import { ensureDatabase, ensureLoginRole, grantServing } from "./roles.ts";
import { sqlError } from "./sql-error.ts";

export interface OpenEmbeddedOptions {
  readonly directory: string;
  readonly migrations: readonly Migration[];
  readonly onProgress: (sentence: string) => void;
}

export const databaseName = "khoj";
const ownerRole = "khoj_owner";
export const servingRole = "khoj_server";

/** Starts the embedded PostgreSQL of a data directory, mends what a crash left, and brings its schema up to date. */
export async function openEmbedded(options: OpenEmbeddedOptions): Promise<OpenedDatabase> {
  const cluster = await openCluster(options);
  try {
    await cluster.start();
    const isNew = await ensureRoles(cluster);
    const changed = await bringUpToDate(cluster, options);
    if (isNew || changed) await asOwner(cluster, (owner) => grantServing(owner, servingRole));
    const database = openPool(connectionOf(cluster, servingRole, cluster.passwords.server), {
      whyNoRoom: (bytes) => whyNoRoom(cluster.home, bytes),
    });
    await refuseUnboundRole(database, options.migrations);
    return {
      database,
      // The PostgreSQL that comes with Khoj has no pgvector.
      nearVectors: undefined,
      describe: () => describeDatabase(database, options.migrations, knownOf(cluster, options.directory)),
      async close() {
        await database.close();
        await cluster.stop();
      },
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

const connectionOf = (cluster: Cluster, user: string, password: string): Connection => ({
  host: cluster.host,
  port: cluster.port,
  database: databaseName,
  user,
  password,
});

function knownOf(cluster: Cluster, directory: string): Known {
  const { user } = cluster;
  const asNobody = "the database runs as nobody, which other programs use too; add a user: useradd --system khoj";
  return { kind: "embedded", place: directory, warnings: user !== undefined && user.name !== "khoj" ? [asNobody] : [] };
}

async function asOwner<Result>(cluster: Cluster, work: (owner: pg.Client) => Promise<Result>): Promise<Result> {
  const owner = new pg.Client(driverOptions(connectionOf(cluster, ownerRole, cluster.passwords.owner)));
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/** Makes roles and database on the first start; true when it did. Later starts find that the owner can come in. */
async function ensureRoles(cluster: Cluster): Promise<boolean> {
  const works = await asOwner(cluster, async () => true).catch((error: unknown) => {
    if (/^(28|3D)/.test(sqlState(error))) return false;
    throw sqlError(error, "connect");
  });
  if (works) return false;
  const { host, port, passwords } = cluster;
  const admin = new pg.Client({ host, port, database: "postgres", user: adminRole, password: passwords.admin });
  await admin.connect().catch((error: unknown) => {
    throw sqlState(error).startsWith("28") ? cannotComeIn(cluster, error) : sqlError(error, "connect");
  });
  try {
    await ensureLoginRole(admin, ownerRole, passwords.owner);
    await ensureLoginRole(admin, servingRole, passwords.server);
    await ensureDatabase(admin, databaseName, ownerRole);
  } finally {
    await admin.end();
  }
  return true;
}

const sqlState = (error: unknown): string => String((error as { code?: unknown }).code ?? "");

const cannotComeIn = (cluster: Cluster, cause: unknown): KhojError =>
  new KhojError(
    "conflict",
    `the database in ${cluster.home} does not accept the passwords kept beside it in passwords.json; put both back from the same copy of the data directory`,
    { cause },
  );

/** Applies what is pending, over a cold copy when there is something to lose. True when the schema changed. */
async function bringUpToDate(cluster: Cluster, options: OpenEmbeddedOptions): Promise<boolean> {
  const pending = await asOwner(cluster, (owner) => pendingMigrations(owner, options.migrations));
  const first = pending[0];
  if (first === undefined) return false;
  const run = (): Promise<unknown> => asOwner(cluster, (owner) => migrate(owner, options.migrations));
  if (pending.length === options.migrations.length) {
    await run();
    return true;
  }
  options.onProgress("updating the database; a copy of it is kept first");
  await cluster.stop();
  const copy = await makeColdCopy(cluster, `before-step-${first.number}`, new Date());
  await cluster.start();
  await run().catch(async (error: unknown) => {
    await cluster.stop();
    await goBackTo(cluster, copy);
    throw undone(error);
  });
  return true;
}

function undone(cause: unknown): KhojError {
  const why = cause instanceof KhojError ? cause.message : "the update was cut off";
  return new KhojError(
    "conflict",
    `${why}; the database was put back as it was before. Start the earlier version of Khoj until this is mended`,
    { cause },
  );
}
