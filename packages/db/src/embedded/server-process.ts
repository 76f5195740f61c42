import { type ChildProcess, spawn } from "node:child_process";
import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { KhojError } from "@khoj/contract";
import type { Binaries } from "./binaries.ts";
import type { ServerLog } from "./server-log.ts";
import type { SystemUser } from "./system-user.ts";

/** Where the server listens: a folder with its Unix socket, or on Windows a loopback port. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** A folder made for this run, to be removed after it. */
  readonly temporary: boolean;
}

export interface ServerParts {
  readonly binaries: Binaries;
  /** The `pg` folder of the data directory. */
  readonly home: string;
  readonly dataDirectory: string;
  readonly user: SystemUser | undefined;
  readonly log: ServerLog;
  readonly settings: Readonly<Record<string, string>>;
}

const windows = process.platform === "win32";
const socketPort = 5432;
// sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
const longestSocketPath = process.platform === "linux" ? 107 : 103;

/** The socket stands in the data directory; where that path is too long for a socket, in a private short folder. */
export async function chooseAddress(home: string, user: SystemUser | undefined): Promise<Address> {
  if (windows) return { host: "127.0.0.1", port: await freePort(), temporary: false };
  const usual = path.join(home, "socket");
  const fits = Buffer.byteLength(path.join(usual, `.s.PGSQL.${socketPort}.lock`)) <= longestSocketPath;
  const host = fits ? usual : await mkdtemp(path.join(Buffer.byteLength(tmpdir()) < 60 ? tmpdir() : "/tmp", "khoj-"));
  await mkdir(host, { recursive: true, mode: 0o700 });
  if (user !== undefined) await chown(host, user.uid, user.gid);
  return { host, port: socketPort, temporary: !fits };
}

export async function releaseAddress(address: Address): Promise<void> {
  if (address.temporary) await rm(address.host, { recursive: true, force: true });
}

// The shell waits for the server and hands on its exit code. Its helper reads our end of a pipe: when this process
// dies, even by SIGKILL, the pipe closes and the server is told to stop. Without it a database would run for ever.
const watchdog = `exec 3<&0
"$@" 3<&- & server=$!
(read -r _ <&3; kill -INT $server) >/dev/null 2>&1 & helper=$!
wait $server; code=$?
kill $helper 2>/dev/null
exit $code`;

/** Starts the server; resolves once it takes connections, rejects when it ends before that. */
export function startServer(parts: ServerParts, address: Address): Promise<ChildProcess> {
  const command = [parts.binaries.postgres, "-D", parts.dataDirectory, ...settingsArguments(parts.settings, address)];
  const [program, choices] = windows
    ? [command[0] ?? "", command.slice(1)]
    : ["/bin/sh", ["-c", watchdog, "khoj-database", ...command]];
  const child = spawn(program, choices, {
    ...account(parts.user),
    cwd: parts.dataDirectory,
    env: environment(),
    // A session of its own: Ctrl-C in the terminal reaches the server process, which then stops the database in order.
    detached: !windows,
    windowsHide: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      parts.log.write(line);
      if (line.includes("ready to accept connections")) resolve(child);
    });
    child.stdin.on("error", () => {});
    child.once("error", reject);
    child.once("close", (code) => reject(new KhojError("unavailable", whyNotStarted(code, parts), { retryAfter: 5 })));
  });
}

function whyNotStarted(code: number | null, { home, log }: ServerParts): string {
  const said = log.tail();
  return said.includes("No space left on device")
    ? `the database did not start because the disk of ${home} is full; free some room, nothing acknowledged was lost`
    : `the database did not start (exit ${code}): ${said}`;
}

/** Asks the server to end its sessions and stop, and waits until it has. */
export async function endServer(child: ChildProcess, parts: ServerParts): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (windows) {
    const controller = path.join(path.dirname(parts.binaries.postgres), "pg_ctl.exe");
    spawn(controller, ["stop", "-m", "fast", "-D", parts.dataDirectory], { windowsHide: true, stdio: "ignore" });
  } else {
    child.stdin?.end();
  }
  await Promise.race([ended, new Promise<void>((resolve) => setTimeout(resolve, 30_000).unref())]);
}

export const account = (user: SystemUser | undefined): { uid?: number; gid?: number } =>
  user === undefined ? {} : { uid: user.uid, gid: user.gid };

/** Nothing of our own environment reaches the database: it may hold keys. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

function settingsArguments(settings: Readonly<Record<string, string>>, address: Address): string[] {
  const listening = windows
    ? { listen_addresses: address.host, unix_socket_directories: "" }
    : { listen_addresses: "", unix_socket_directories: address.host, unix_socket_permissions: "0700" };
  const all = { ...listening, port: String(address.port), ...settings };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
