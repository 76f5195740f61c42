import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import type pg from "pg";
import type { Connection } from "./database.ts";
import { describeDatabase, refuseUnboundRole } from "./describe-database.ts";
import { keepPasswords } from "./embedded/passwords.ts";
import { connectOnce } from "./external/connect-once.ts";
import { inspectExternal } from "./external/inspect-external.ts";
import { passwordProblem } from "./external/password-problem.ts";
import { migrate } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import { prepareNearVectors, type VectorsWish } from "./near-vectors.ts";
import type { OpenedDatabase } from "./open-database.ts";
import { openPool } from "./pool-database.ts";
import { ensureLoginRole, grantServing } from "./roles.ts";

/** POSTGRES_HOST and its friends. */
export type ExternalPlace = Omit<Connection, "encryption">;

export interface OpenExternalOptions {
  readonly directory: string;
  readonly place: ExternalPlace;
  readonly migrations: readonly Migration[];
  readonly vectors?: VectorsWish | undefined;
}

/**
 * Opens a PostgreSQL of the operator's. Khoj keeps to its schema there; POSTGRES_USER owns it and migrates, and a role
 * without any power, made for this data directory, serves. Where POSTGRES_USER may not make roles it does both.
 */
export async function openExternal(options: OpenExternalOptions): Promise<OpenedDatabase> {
  const { place, migrations, vectors = inMemory } = options;
  const weak = passwordProblem(place);
  if (weak !== undefined) throw new KhojError("not_configured", `POSTGRES_PASSWORD: ${weak}`);
  const { client: owner, ...signedIn } = await connectOnce(place);
  try {
    const found = await inspectExternal(owner, place, signedIn);
    await migrate(owner, migrations);
    const prepared = await prepareNearVectors(owner, vectors);
    const made = found.mayMakeRoles ? await makeServingRole(owner, options.directory) : undefined;
    const connection: Connection = { ...place, ...made, encryption: signedIn.encryption };
    const database = openPool(connection);
    try {
      await refuseUnboundRole(database, migrations);
    } catch (error) {
      await database.close();
      throw error;
    }
    const warnings = [...found.warnings, ...prepared.warnings, ...(made === undefined ? [servesAsBoth(place)] : [])];
    const known = { kind: "external", place: `${place.host}:${place.port}/${place.database}`, warnings } as const;
    return {
      database,
      nearVectors: prepared.near,
      describe: () => describeDatabase(database, migrations, known),
      close: () => database.close(),
    };
  } finally {
    await owner.end();
  }
}

const inMemory: VectorsWish = { by: "memory", inMemory: 0 };

const servesAsBoth = ({ user }: ExternalPlace): string =>
  `${user} owns the tables and serves too, since it may not create roles; row security is forced on it. Better: ALTER ROLE ${user} CREATEROLE, and start again`;

/** The role is named after its password, so that every data directory (every node) has one of its own. */
async function makeServingRole(
  owner: pg.Client,
  directory: string,
): Promise<Pick<Connection, "user" | "password"> | undefined> {
  const home = path.join(directory, "pg");
  await mkdir(home, { recursive: true, mode: 0o700 });
  const { server: password } = await keepPasswords(path.join(home, "passwords.json"));
  const user = `khoj_server_${createHash("sha256").update(password).digest("hex").slice(0, 8)}`;
  try {
    await ensureLoginRole(owner, user, password);
  } catch (error) {
    // Managed databases may allow CREATEROLE by name and refuse it in fact.
    if ((error as { code?: unknown }).code === "42501") return undefined;
    throw error;
  }
  await grantServing(owner, user);
  return { user, password };
}
