import type { ChildProcess } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import { findBinaries } from "./binaries.ts";
import { finishGoingBack } from "./cold-copy.ts";
import { initialise, makeOwnFolder } from "./initialise.ts";
import { stopOrphan } from "./orphan.ts";
import { keepPasswords, type Passwords } from "./passwords.ts";
import { openServerLog } from "./server-log.ts";
import {
  type Address,
  chooseAddress,
  endServer,
  releaseAddress,
  type ServerParts,
  startServer,
} from "./server-process.ts";
import { serverSettings } from "./settings.ts";
import { canEnter, findSystemUser, type SystemUser } from "./system-user.ts";

export interface EmbeddedOptions {
  /** Khoj's data directory; the database keeps to `pg/` and `log/` in it. The caller holds the directory's lock. */
  readonly directory: string;
  /** Called with a sentence for whatever may take longer than a second. */
  readonly onProgress?: ((sentence: string) => void) | undefined;
  /** Over the usual settings of the server; tests turn fsync off. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** The embedded PostgreSQL of one data directory. While started it is brought back whenever it dies. */
export interface Cluster {
  /** Folder of the Unix socket, or 127.0.0.1 on Windows. */
  readonly host: string;
  readonly port: number;
  readonly passwords: Passwords;
  /** The `pg` folder, and the cluster's files in it. */
  readonly home: string;
  readonly dataDirectory: string;
  /** The account it runs as, when that is not our own. */
  readonly user: SystemUser | undefined;
  start(): Promise<void>;
  /** Stops cleanly: sessions end, everything is on disk. */
  stop(): Promise<void>;
}

/** Prepares (the first time: creates) the embedded PostgreSQL of a data directory. `start` runs it. */
export async function openCluster(options: EmbeddedOptions): Promise<Cluster> {
  const user = findSystemUser();
  const home = path.join(options.directory, "pg");
  await makeOwnFolder(home, user);
  if (user !== undefined && !canEnter(user, home)) {
    throw new KhojError(
      "not_configured",
      `started as root the database runs as the user ${user.name}, who cannot enter ${home}; give --data (or KHOJ_DATA_DIR) a folder that user can reach, such as /var/lib/khoj`,
    );
  }
  await mkdir(path.join(options.directory, "log"), { recursive: true, mode: 0o700 });
  const binaries = await findBinaries(home, user);
  const passwords = await keepPasswords(path.join(home, "passwords.json"));
  const dataDirectory = path.join(home, "data");
  const settings = { ...serverSettings, ...options.settings };
  const log = openServerLog(path.join(options.directory, "log", "database.log"));
  await stopOrphan(dataDirectory);
  await finishGoingBack({ home, dataDirectory, user });
  const onProgress = options.onProgress ?? (() => {});
  const skipSync = settings.fsync === "off";
  await initialise({ binaries, home, dataDirectory, user, password: passwords.admin, skipSync, onProgress });
  return supervise({ binaries, home, dataDirectory, user, log, settings }, passwords);
}

function supervise(parts: ServerParts, passwords: Passwords): Cluster {
  let address: Address = { host: "", port: 0, temporary: false };
  let child: ChildProcess | undefined;
  let wanted = false;
  let pause: NodeJS.Timeout | undefined;

  async function launch(): Promise<void> {
    const started = await startServer(parts, address);
    child = started;
    started.once("exit", () => {
      child = undefined;
      comeBack(100);
    });
  }
  function comeBack(delay: number): void {
    if (!wanted) return;
    pause = setTimeout(() => {
      stopOrphan(parts.dataDirectory)
        .then(launch)
        .catch(() => comeBack(Math.min(delay * 2, 5000)));
    }, delay);
  }

  return {
    get host() {
      return address.host;
    },
    get port() {
      return address.port;
    },
    passwords,
    home: parts.home,
    dataDirectory: parts.dataDirectory,
    user: parts.user,
    async start() {
      address = await chooseAddress(parts.home, parts.user);
      await launch();
      wanted = true;
    },
    async stop() {
      wanted = false;
      clearTimeout(pause);
      if (child !== undefined) await endServer(child, parts);
      await stopOrphan(parts.dataDirectory);
      await releaseAddress(address);
    },
  };
}
