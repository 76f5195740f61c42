import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSystemUser } from "@khoj/db";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { makeClient, requestOverSocket } from "./testing/client.ts";

const program = path.join(import.meta.dirname, "main.ts");
const version = JSON.parse(await readFile(path.join(import.meta.dirname, "../package.json"), "utf8")).version;
const haveOpenssl = spawnSync("openssl", ["version"]).status === 0;
const running: ChildProcess[] = [];
let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "khoj-serve-"));
  // Started as root, the database's user must be able to come to the data directory.
  if (findSystemUser()) await chmod(home, 0o755);
  return () => rm(home, { recursive: true });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(stop));
});

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** Starts a server and waits for the line Emacs waits for. */
async function start(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, "--anonymous-mode", ...args], {
    env: { ...process.env, KHOJ_EMBEDDING: "none", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let shown = "";
  for (const output of [child.stdout, child.stderr]) output?.on("data", (data: Buffer) => (shown += data.toString()));
  await expect
    .poll(() => (child.exitCode === null ? shown : `exited: ${shown}`), { timeout: 60_000 })
    .toContain("Uvicorn running on");
  return { child, shown: () => shown, url: /is ready: (\S+)/.exec(shown)?.[1] ?? "" };
}

/** Runs the program to its end. */
const run = (args: readonly string[], environment: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; error: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, KHOJ_EMBEDDING: "none", ...environment } },
      (_, out, error) => resolve({ code: child.exitCode ?? -1, out, error }),
    );
  });

describe("khoj serve", () => {
  it("starts in anonymous mode on both loopbacks, tells where, and stops when told, leaving nothing behind", async () => {
    const data = path.join(home, "first");
    const { child, url, shown } = await start(["--data", data, "--port", "0"]);
    const { port } = new URL(url);
    expect(url).toBe(`http://localhost:${port}`);
    expect(shown()).toContain(`Uvicorn running on http://127.0.0.1:${port} (Press CTRL+C to quit)\n`);
    for (const host of ["127.0.0.1", "[::1]"]) {
      const answer = await makeClient(`http://${host}:${port}`).get("/api/health");
      expect(answer.json()).toEqual({ email: "default@example.com" });
    }
    const second = await run(["--anonymous-mode", "--data", data, "--port", "0"]);
    expect([second.code, second.error]).toEqual([3, `already running at ${url}\n`]);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect((await readdir(path.join(data, "run"))).includes("server.json")).toBe(false);
  });

  it("stops although a WebSocket, a half-sent request and an idle connection are open", async () => {
    const { child, url } = await start(["--data", path.join(home, "first"), "--port", "0"]);
    const { port } = new URL(url);
    const socket = new WebSocket(`ws://localhost:${port}/api/chat/ws`, { origin: url });
    await once(socket, "open");
    const half = connect(Number(port), "127.0.0.1", () =>
      half.write("PATCH /api/content HTTP/1.1\r\nHost: localhost\r\n"),
    );
    const idle = connect(Number(port), "127.0.0.1");
    await once(idle, "connect");
    // The server that stops cuts both off; how it looks from here, an end or a reset, is the system's affair.
    for (const cutOff of [half, idle]) cutOff.on("error", () => cutOff.destroy());
    const ended = once(socket, "close");
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
    expect((await ended)[0]).toBe(1001);
  });

  it("says by whom a port is taken, and that the host given is the one it answers at", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const taken = await run(["--anonymous-mode", "--data", path.join(home, "first"), "--port", String(port)]);
    other.close();
    expect(taken.code).toBe(1);
    expect(taken.error).toContain(`port ${port} is taken by `);
    const { shown } = await start(["--data", path.join(home, "first"), "--host=localhost", "--port=0"]);
    expect(shown()).toMatch(/Uvicorn running on http:\/\/localhost:\d+ /);
  });

  it("listens on a socket of its user's own", async () => {
    const socket = path.join(home, "khoj.sock");
    await start(["--data", path.join(home, "first"), "--socket", socket]);
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
    expect((await requestOverSocket(socket, "/api/health")).json()).toEqual({ email: "default@example.com" });
  });

  it.skipIf(!haveOpenssl)("serves HTTPS with a certificate, and asks browsers to stay with it", async () => {
    const [cert, key] = ["cert.pem", "key.pem"].map((name) => path.join(home, name));
    makeCertificate(cert ?? "", key ?? "");
    const { shown, url } = await start([
      "--data",
      path.join(home, "first"),
      "--port",
      "0",
      "--sslcert",
      cert ?? "",
      "--sslkey",
      key ?? "",
    ]);
    expect(shown()).toContain("Uvicorn running on https://127.0.0.1:");
    const answer = await makeClient(url.replace("localhost", "127.0.0.1")).get("/api/health");
    expect([answer.status, answer.headers["strict-transport-security"]]).toEqual([200, "max-age=31536000"]);
  });

  it.each([
    [
      "with sign-in over plain HTTP",
      ["--host", "0.0.0.0"],
      {},
      "--host: 0.0.0.0 can be reached by others over plain HTTP",
    ],
    [
      "with several things wrong, all named,",
      ["--host", "0.0.0.0"],
      { KHOJ_ADMIN_EMAIL: "username@example.com", KHOJ_ADMIN_PASSWORD: "password" },
      "KHOJ_ADMIN_EMAIL: is the example of the guides; give your own address\nKHOJ_ADMIN_PASSWORD: The password has 8",
    ],
    ["with a known key", [], { KHOJ_DJANGO_SECRET_KEY: "!secret" }, "KHOJ_DJANGO_SECRET_KEY: is a known default"],
    ["for everybody on the network", ["--anonymous-mode", "--host", "0.0.0.0"], {}, "--host: 0.0.0.0 can be reached"],
    [
      "with a certificate that is not there",
      ["--anonymous-mode", "--sslcert", "/no", "--sslkey", "/no"],
      {},
      "--sslcert: /no cannot be read (ENOENT)",
    ],
    [
      "with a variable it cannot read",
      ["--anonymous-mode"],
      { KHOJ_MAX_FILE_MB: "much" },
      "KHOJ_MAX_FILE_MB: is no whole number",
    ],
  ])("refuses to start %s", async (_, args, environment, line) => {
    const { code, error } = await run(args, environment as Record<string, string>);
    expect(code).toBe(1);
    expect(error).toContain(line);
  });

  it.each(["--version", "-V"])("%s prints our own version", async (flag) => {
    expect(await run([flag])).toMatchObject({ code: 0, out: `${version}\n` });
  });
});

function makeCertificate(cert: string, key: string): void {
  const subject = ["-subj", "/CN=localhost", "-days", "1", "-nodes", "-x509", "-newkey", "rsa:2048"];
  execFileSync("openssl", ["req", ...subject, "-out", cert, "-keyout", key], { stdio: "ignore" });
}
