import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { NearVectors } from "@khoj/db";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import type { Config } from "../config.ts";
import { openDataDirectory } from "../platform/data-directory.ts";
import { allRoutes } from "../platform/http/all-routes.ts";
import { createApp } from "../platform/http/app.ts";
import { listen } from "../platform/http/listen.ts";
import type { Identify } from "../platform/http/pipeline.ts";
import { LiveConnections } from "../platform/live-connections.ts";
import { type Logger, silentLog } from "../platform/log.ts";
import { openSecrets } from "../platform/secrets/open-secrets.ts";
import { openRooms } from "../rooms.ts";
import { trustOf } from "../serving/trust-of.ts";
import { type Client, makeClient } from "./client.ts";

export interface TestServer extends Client {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly database: TestDatabase;
  readonly dataDirectory: string;
  /** The instance's name in cookies. */
  readonly instance: string;
  /** What the terminal is told beside, as at a start. */
  firstSteps(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  readonly config?: Partial<Config>;
  /** Origins of `KHOJ_ALLOWED_ORIGINS`. */
  readonly origins?: readonly string[];
  /** Where the built page lies; apps/web/dist by default. */
  readonly pageDirectory?: string;
  readonly log?: Logger;
  /** Who asks, instead of the anonymous person. */
  readonly identify?: Identify;
  /** Uses a database that is open already, and leaves it open at the end: for tests that restart a server. */
  readonly database?: TestDatabase;
  readonly dataDirectory?: string;
  /** The database searches vectors. */
  readonly nearVectors?: NearVectors;
}

const builtPage = new URL("../../../web/dist", import.meta.url).pathname;

/** Nothing set but what must be. */
export const testAccess: Config["access"] = {
  secretKey: "a key for tests, long enough to be taken as one",
  environment: "production",
  signUp: undefined,
  signUpDomains: undefined,
  admin: undefined,
  mail: { smtpUrl: undefined, resend: undefined, from: undefined },
  google: undefined,
  oidc: undefined,
};

/** No model: tests that want one say so. */
export const testModels: Config["models"] = {
  embedding: { kind: "none", setBy: "environment", endpoint: undefined },
  places: { hub: "http://127.0.0.1:9", index: "http://127.0.0.1:9", certificates: undefined },
  openai: undefined,
  anthropic: undefined,
  google: undefined,
  defaultChatModel: undefined,
  seed: undefined,
  patience: 30,
};

const testConfig: Omit<Config, "dataDirectory"> = {
  version: "0.0.0-test",
  anonymous: true,
  listen: { named: "127.0.0.1", hosts: ["127.0.0.1", "::1"], port: 0 },
  certificate: undefined,
  notes: [],
  logFile: undefined,
  verbosity: 0,
  hosts: [],
  allowedOrigins: [],
  maxFileBytes: 100 * 1024 * 1024,
  publicOrigin: undefined,
  plainHttp: false,
  trustedProxies: [],
  adminNetworks: undefined,
  access: testAccess,
  models: testModels,
  database: undefined,
  vectors: { by: "memory", inMemory: 0 },
  warnings: [],
};

/** The whole server as `khoj serve --anonymous-mode` runs it, or with sign-in (`config: { anonymous: false }`), on a port and a database of this test's own. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await openTestDatabase());
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(path.join(tmpdir(), "khoj-data-")));
  await openDataDirectory(dataDirectory);
  const log = options.log ?? silentLog;
  const config: Config = { ...testConfig, dataDirectory, ...options.config };
  let url = "";
  const live = new LiveConnections();
  const { rooms, identify, noteRefusal, instance, firstSteps } = await openRooms({
    config,
    database: database.database,
    nearVectors: options.nearVectors,
    secrets: await openSecrets({
      database: database.database,
      secretKey: config.access.secretKey,
      dataDirectory,
    }),
    live,
    log,
    groundStatus: async () => [],
    instance: {
      version: config.version,
      mode: config.anonymous ? "anonymous" : "sign-in",
      data_directory: dataDirectory,
      started_at: new Date().toISOString(),
      addresses: () => [url],
    },
  });
  const app = await createApp({
    routes: allRoutes(rooms, options.pageDirectory ?? builtPage, config),
    sockets: rooms.flatMap((room) => room.sockets ?? []),
    identify: options.identify ?? identify,
    noteRefusal,
    live,
    trust: { ...trustOf(config), named: options.origins ?? config.allowedOrigins },
    log,
  });
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  for (const room of rooms) await room.start?.();
  const port = "port" in listener.address ? listener.address.port : 0;
  url = `http://127.0.0.1:${port}`;
  return {
    ...makeClient(url),
    url,
    database,
    dataDirectory,
    instance,
    firstSteps,
    stop: async () => {
      await app.close();
      await listener.close(1000);
      for (const room of rooms.toReversed()) await room.stop?.();
      if (!options.database) await database.drop();
      if (!options.dataDirectory) await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
