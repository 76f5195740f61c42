import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSystemUser } from "@khoj/db";
import { makeOperatorDatabase, type OperatorDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSocket } from "./chat/testing/open-socket.ts";
import { makeClient } from "./testing/client.ts";

/** Two real servers, each a process with a data directory of its own, on one PostgreSQL of an operator's. */
const program = path.join(import.meta.dirname, "main.ts");
const admin = { email: "root@example.org", password: "Basalt-Otter-71-Lantern" };
const secretKey = "one key for all nodes of this instance, and long enough";
const running: ChildProcess[] = [];
let home: string;
let database: OperatorDatabase;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "khoj-two-"));
  if (findSystemUser()) await chmod(home, 0o755);
  database = await makeOperatorDatabase();
});
afterAll(async () => {
  await Promise.all(running.map(stop));
  await database.drop();
  await rm(home, { recursive: true });
});

function launch(name: string, more: Readonly<Record<string, string>> = {}) {
  const environment = { ...database.environment, KHOJ_DJANGO_SECRET_KEY: secretKey, ...more };
  const child = spawn(process.execPath, [program, "--port", "0", "--data", path.join(home, name)], {
    env: { ...process.env, KHOJ_EMBEDDING: "none", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let said = "";
  for (const output of [child.stdout, child.stderr]) output?.on("data", (data: Buffer) => (said += data.toString()));
  return { child, said: () => said };
}

async function start(name: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { child, said } = launch(name, more);
  await expect
    .poll(() => (child.exitCode === null ? said() : `exited: ${said()}`), { timeout: 60_000 })
    .toContain("Uvicorn running on");
  return /is ready: (\S+)/.exec(said())?.[1] ?? "";
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

describe("two processes on one database", () => {
  it("share sign-ins, and what ends at one has ended at the other", async () => {
    const variables = { KHOJ_ADMIN_EMAIL: admin.email, KHOJ_ADMIN_PASSWORD: admin.password };
    const one = await start("one", variables);
    const two = await start("two");
    const signedIn = await makeClient(one).send("POST", "/auth/password", admin);
    const cookie = (signedIn.headers["set-cookie"] ?? []).map((text) => text.split(";")[0]).join("; ");
    const elsewhere = makeClient(two, { cookie });
    expect((await elsewhere.get("/api/v1/user")).json()).toMatchObject({ email: admin.email });
    const socket = await openSocket(two, { cookie, origin: two });
    const bye = await makeClient(one, { cookie }).request("DELETE", "/api/account/devices?all=true");
    expect(bye.status).toBe(200);
    expect(await socket.closed).toBe(1008);
    expect((await elsewhere.get("/api/v1/user")).status).toBe(403);
  }, 120_000);

  it("have the same secret key: a node with another one refuses to start", async () => {
    const { child, said } = launch("three", { KHOJ_DJANGO_SECRET_KEY: "another key than the others have, as long" });
    await once(child, "exit");
    expect([child.exitCode, said()]).toEqual([1, expect.stringContaining("KHOJ_DJANGO_SECRET_KEY")]);
  }, 60_000);
});
