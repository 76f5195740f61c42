import pg from "pg";
import type { TestProject } from "vitest/node";
import { openCluster } from "../embedded/cluster.ts";
import { adminRole } from "../embedded/initialise.ts";
import { migrate } from "../migrate.ts";
import { migrations } from "../migrations/index.ts";
import { driverOptions } from "../pool-database.ts";
import { ensureDatabase, ensureLoginRole, grantServing } from "../roles.ts";
import { makeDataDirectory } from "./data-directory.ts";

/** Where tests find the one embedded PostgreSQL of this run. */
export interface TestServer {
  readonly host: string;
  readonly port: number;
  readonly adminPassword: string;
  readonly ownerPassword: string;
  readonly serverPassword: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly khojTestServer: TestServer;
  }
}

export const templateDatabase = "khoj_template";
export const ownerRole = "khoj_owner";
export const servingRole = "khoj_server";

let takeDown = async (): Promise<void> => {};

/** One embedded server for the whole run, with a migrated template that every test file clones. */
export async function setup(project: TestProject): Promise<void> {
  const { directory, remove } = await makeDataDirectory();
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };
  const cluster = await openCluster({ directory, settings });
  await cluster.start();
  await makeTemplate(cluster);
  project.provide("khojTestServer", {
    host: cluster.host,
    port: cluster.port,
    adminPassword: cluster.passwords.admin,
    ownerPassword: cluster.passwords.owner,
    serverPassword: cluster.passwords.server,
  });
  takeDown = async () => {
    await cluster.stop();
    await remove();
  };
}

export const teardown = (): Promise<void> => takeDown();

async function makeTemplate(cluster: Awaited<ReturnType<typeof openCluster>>): Promise<void> {
  const { host, port, passwords } = cluster;
  const admin = new pg.Client({ host, port, database: "postgres", user: adminRole, password: passwords.admin });
  await admin.connect();
  await ensureLoginRole(admin, ownerRole, passwords.owner);
  await ensureLoginRole(admin, servingRole, passwords.server);
  await ensureDatabase(admin, templateDatabase, ownerRole);
  await admin.end();
  const connection = { host, port, database: templateDatabase, user: ownerRole, password: passwords.owner };
  const owner = new pg.Client(driverOptions(connection));
  await owner.connect();
  await migrate(owner, migrations);
  await grantServing(owner, servingRole);
  await owner.end();
}
