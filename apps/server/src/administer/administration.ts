import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import { type Database, openDatabase, openRunning } from "@khoj/db";
import { type ChangeMany, changeFromOutside } from "../accounts/index.ts";
import { type EventInput, type Events, openAudit } from "../audit/index.ts";
import type { AdministerConfig } from "../config.ts";
import { openDataDirectory } from "../platform/data-directory.ts";
import { onLocalhost } from "../platform/http/on-localhost.ts";
import { type RunningServer, takeRunLock } from "../platform/run-lock.ts";

/** A server's database, reached by who may read its data directory: that is the right to do all of this. */
export interface Administration {
  readonly config: AdministerConfig;
  readonly database: Database;
  readonly events: Events;
  /** Nodes that run hear of each change and act on it at once. */
  readonly changeMany: ChangeMany;
  /** Who it is, for events. */
  readonly by: Pick<EventInput, "via" | "from">;
  /** Where links begin: `http://localhost:PORT` of the server that runs here, or of the one to be started. */
  readonly origin: string;
  /** Whether a server works on this data directory now. */
  readonly serverRuns: boolean;
}

type Work<Result> = (administration: Administration) => Promise<Result>;

/** Does `work` beside the server of the data directory, or starts its database for as long as that takes. */
export async function withAdministration<Result>(
  config: AdministerConfig,
  onProgress: (sentence: string) => void,
  work: Work<Result>,
): Promise<Result> {
  const { dataDirectory: directory } = config;
  await refuseOtherUser(directory);
  await openDataDirectory(directory);
  const outcome = await takeRunLock(directory);
  if (outcome.status === "running") {
    const opened = config.database
      ? await openDatabase({ directory, external: config.database })
      : await openRunning(directory);
    return use(config, opened, outcome.server ?? { pid: 0 }, work);
  }
  try {
    const opened = await openDatabase({ directory, external: config.database, onProgress });
    return await use(config, opened, undefined, work);
  } finally {
    await outcome.lock.release();
  }
}

async function use<Result>(
  config: AdministerConfig,
  opened: { readonly database: Database; close(): Promise<void> },
  server: RunningServer | undefined,
  work: Work<Result>,
): Promise<Result> {
  const { database } = opened;
  try {
    return await work({
      config,
      database,
      events: openAudit(database),
      changeMany: changeFromOutside(database),
      by: { via: "command-line", from: { address: "", agent: `khoj, as ${userInfo().username}`, requestId: "" } },
      origin: originOf(server),
      serverRuns: server !== undefined,
    });
  } finally {
    await opened.close();
  }
}

/** The command line is on the computer of the server, whatever name others reach it by (ours.md §5). */
function originOf(server: RunningServer | undefined): string {
  const usual = "http://localhost:42110";
  if (server?.url === undefined || !URL.canParse(server.url)) return usual;
  const url = new URL(server.url);
  return url.protocol === "unix:" ? usual : onLocalhost(url);
}

/** What root writes into the directory of a server that runs as somebody else would lock that server out. */
export async function refuseOtherUser(directory: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const lock = await stat(path.join(directory, "run", "lock")).catch(() => undefined);
  if (lock === undefined || lock.uid === 0) return;
  throw new KhojError(
    "not_configured",
    `the server on ${directory} runs as the user of id ${lock.uid}; do this as that user: sudo -u '#${lock.uid}' khoj …`,
  );
}
