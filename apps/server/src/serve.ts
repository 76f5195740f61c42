import path from "node:path";
import { fileURLToPath } from "node:url";
import { KhojError } from "@khoj/contract";
import { openDatabase } from "@khoj/db";
import { readFlags } from "./config/flags.ts";
import { type Config, exitCodes, readOwnConfig, sayProblem, version } from "./config.ts";
import { openDataDirectory } from "./platform/data-directory.ts";
import { allRoutes } from "./platform/http/all-routes.ts";
import { createApp } from "./platform/http/app.ts";
import { LiveConnections } from "./platform/live-connections.ts";
import { openLog } from "./platform/log.ts";
import { takeRunLock } from "./platform/run-lock.ts";
import { openSecrets } from "./platform/secrets/open-secrets.ts";
import { openRooms } from "./rooms.ts";
import { bindAddresses } from "./serving/bind-addresses.ts";
import { openCertificate } from "./serving/certificate.ts";
import { checkAdminPassword } from "./serving/check-admin-password.ts";
import { groundStatus } from "./serving/ground-status.ts";
import { publicAddress, readyMessage } from "./serving/ready-message.ts";
import { listenForStop } from "./serving/stop-signals.ts";
import { trustOf } from "./serving/trust-of.ts";

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const complain = (text: string): boolean => process.stderr.write(`${text}\n`);
const builtPage = fileURLToPath(new URL("../../web/dist", import.meta.url));

/** `khoj serve`: runs until it is told to stop; resolves with the exit code. */
export async function serve(args: readonly string[]): Promise<number> {
  if (readFlags(args).values.version.length > 0) {
    say(version);
    return exitCodes.done;
  }
  process.title = "khoj";
  const { config, ...read } = readOwnConfig(args);
  const problems = [...read.problems, ...(await checkAdminPassword(read.admin))];
  for (const problem of problems) complain(sayProblem(problem));
  if (config === undefined || problems.length > 0) return exitCodes.refused;
  try {
    return await run(config);
  } catch (error) {
    const refusal = error instanceof KhojError ? error.message : whyDisk(error, config.dataDirectory);
    if (refusal === undefined) throw error;
    complain(refusal);
    return exitCodes.refused;
  }
}

/** The sentence for a start that found no room on the disk: for whoever wrote something, be it SQLite's lock. */
function whyDisk(error: unknown, directory: string): string | undefined {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  const sqliteFull = 13;
  if (code !== "ENOSPC" && errcode !== sqliteFull) return undefined;
  return `the disk of ${directory} is full; free some room and start again`;
}

/** The story: directory → lock → log → database → rooms → http → ready → stop, each undone in reverse. */
async function run(config: Config): Promise<number> {
  const { dataDirectory: directory } = config;
  const certificate = config.certificate && (await openCertificate(config.certificate));
  await openDataDirectory(directory);
  const outcome = await takeRunLock(directory);
  if (outcome.status === "running") {
    complain(`already running at ${outcome.server?.url ?? `(starting; process ${outcome.server?.pid ?? "unknown"})`}`);
    return exitCodes.alreadyRunning;
  }
  const undo: (() => unknown)[] = [() => outcome.lock.release()];
  try {
    const logFile = config.logFile ?? path.join(directory, "log", "khoj.log");
    const { log, close } = openLog({ file: logFile, verbosity: config.verbosity, terminal: process.stderr });
    undo.push(close);
    const stop = listenForStop(
      () => process.exit(exitCodes.refused),
      (error) => log.error({ error }, "an error nobody caught; the server stops"),
    );
    undo.push(stop.dispose);
    certificate?.watch(log);
    undo.push(() => certificate?.close());
    const { database: external, vectors } = config;
    const opened = await openDatabase({ directory, external, vectors, onProgress: say });
    undo.push(() => opened.close());
    const { database, nearVectors } = opened;
    const secrets = await openSecrets({ database, secretKey: config.access.secretKey, dataDirectory: directory });
    const addresses: string[] = [];
    const live = new LiveConnections();
    const { rooms, identify, noteRefusal, status, firstSteps } = await openRooms({
      config,
      database,
      nearVectors,
      secrets,
      live,
      log,
      say,
      groundStatus: () => groundStatus(config, opened, secrets, builtPage),
      instance: {
        version,
        mode: config.anonymous ? "anonymous" : "sign-in",
        data_directory: directory,
        started_at: new Date().toISOString(),
        addresses: () => addresses,
      },
    });
    undo.push(...rooms.map((room) => () => room.stop?.()));
    const app = await createApp({
      routes: allRoutes(rooms, builtPage, config),
      sockets: rooms.flatMap((room) => room.sockets ?? []),
      identify,
      noteRefusal,
      live,
      trust: trustOf(config),
      log,
    });
    const listeners = await bindAddresses(app, config.listen, certificate);
    undo.push(...listeners.map((listener) => () => listener.close(3000)));
    undo.push(() => app.close());
    addresses.push(publicAddress(config, listeners));
    for (const room of rooms) await room.start?.();
    await outcome.lock.publish(addresses[0] ?? "");
    for (const step of await firstSteps()) say(step);
    say(readyMessage(config, listeners, await status()));
    return await stop.stopped;
  } finally {
    await undoAll(undo.reverse());
  }
}

/** A step that fails must not keep the database or the lock: the others are still taken, then the first failure told. */
async function undoAll(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
