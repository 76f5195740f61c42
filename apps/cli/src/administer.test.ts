import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAuthenticatorApp } from "../../server/src/testing/authenticator-app.ts";
import { type Browser, openBrowser } from "../../server/src/testing/browser.ts";
import { makeClient } from "../../server/src/testing/client.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const ada = "ada@example.org";
const bob = "bob@example.org";
let place: string;
let server: ChildProcess | undefined;
let url = "";

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: place,
  KHOJ_EMBEDDING: "none",
});
const khoj = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const all = [program, ...args, "--data", path.join(place, "data")];
    execFile(process.execPath, all, { env: environment() }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects to find
const khojJson = async (...args: string[]): Promise<any> => {
  const { code, out, err } = await khoj(...args, "--json");
  expect(code, err).toBe(0);
  return JSON.parse(out);
};

async function startServer(...flags: string[]): Promise<void> {
  const data = path.join(place, "data");
  const args = [program, "serve", "--port=0", `--data=${data}`, ...flags];
  const started = spawn(process.execPath, args, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  server = started;
  let said = "";
  started.stderr.on("data", (piece) => {
    said += piece;
  });
  await new Promise<void>((resolve, reject) => {
    started.once("exit", () => reject(new Error(`the server ended: ${said}`)));
    started.stdout.on("data", (piece) => {
      if (String(piece).includes("Uvicorn running on")) resolve();
    });
  });
  url = JSON.parse(await readFile(path.join(data, "run", "server.json"), "utf8")).url;
}

async function stopServer(): Promise<void> {
  if (server === undefined || server.exitCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
  server = undefined;
}

/** Opens a link as a person does, in a browser of their own. */
async function openLink(link: string): Promise<{ browser: Browser; outcome: string; status: number }> {
  const browser = openBrowser(makeClient(url));
  const token = new URL(link).searchParams.get("token");
  const answer = await browser.send("POST", "/auth/magic/use", { token });
  return { browser, status: answer.status, outcome: answer.json().status };
}

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "khoj-administer-"));
  // Started as root, the database runs as another user, who must be able to enter.
  await chmod(place, 0o755);
});
afterAll(async () => {
  await stopServer();
  await rm(place, { recursive: true, force: true });
});

describe("with no server running", () => {
  it("the first administrator takes over what anonymous mode held, and is told to start the server", async () => {
    const key = await startServer("--anonymous-mode").then(() =>
      khojJson("keys", "create", "--name", "from anonymous time"),
    );
    expect((await khoj("status")).out).toMatch(/key sha256:[0-9a-f]{16} \(secret\.key in the data directory\)/);
    expect(key).toMatchObject({ email: "default@example.com", key: expect.stringMatching(/^kk-/) });
    const note = { name: "kept.md", content: "# Kept\nThe heron stands in the reeds.\n" };
    expect((await makeClient(url).upload([note])).status).toBe(200);
    await stopServer();

    const { code, out, err } = await khoj("users", "add", ada, "--admin");
    expect(code, err).toBe(0);
    expect(out).toContain("what anonymous mode held is theirs");
    expect(out).toMatch(/http:\/\/localhost:42110\/auth\/magic\?token=[\w-]{43}\n/);
    expect(err).toContain("No server runs");
    expect((await khojJson("keys", "list")).keys).toEqual([]);
    const { users } = await khojJson("users", "list");
    expect(users).toMatchObject([{ email: ada, role: "admin", state: "active", documents: 1 }]);
  });

  it("people are added and looked for, keys made and listed without showing them", async () => {
    expect(await khojJson("users", "add", bob)).toMatchObject({ email: bob, claimed: false });
    const { users, total } = await khojJson("users", "list", "BOB@");
    expect({ total, users }).toMatchObject({ total: 1, users: [{ email: bob, role: "user", state: "invited" }] });
    const made = await khojJson("keys", "create", "--user", ada, "--name", "cron", "--scope", "read", "--days", "7");
    expect(made).toMatchObject({ name: "cron", scopes: ["read"], environment: "production" });
    const listed = await khoj("keys", "list", "--user", ada);
    expect(listed.out).toContain(made.shown);
    expect(listed.out).not.toContain(made.key);
  });

  it("secrets are shown by fingerprint; the instance's key is replaced, and forgotten where it is lost", async () => {
    const before = await khojJson("secrets");
    expect(before).toMatchObject({ place: "file", fingerprint: before.here, secrets: 0 });
    const replaced = await khojJson("secrets", "rotate", "--instance-key");
    expect(replaced).toMatchObject({ from: before.fingerprint, place: "file" });
    expect(await khojJson("secrets")).toMatchObject({ fingerprint: replaced.to, here: replaced.to });
    expect((await khoj("secrets", "forget")).err).toContain("say --yes");
    expect(await khojJson("secrets", "forget", "--yes")).toMatchObject({ forgotten: [] });
  });
});

describe("beside a running server", () => {
  beforeAll(() => startServer());

  it.each([
    [["users", "login-link", "nobody@example.org"], 1, "nobody@example.org not found"],
    [["users", "add", "no address"], 1, "is no mail address"],
    [["users", "add", bob], 1, "There is an account for bob@example.org already"],
    [["users", "deactivate", ada], 1, "is the only administrator"],
    [["users", "delete", bob], 1, "say --yes"],
    [["keys", "create", "--user", ada], 2, "--name"],
    [["keys", "create", "--name", "whose"], 1, "--user EMAIL"],
    [["keys", "create", "--user", ada, "--name", "n", "--scope", "fly"], 2, "fly"],
    [["keys", "revoke", "0199d0a4-7f5c-7cc0-8f3e-1d2a3b4c5d6e"], 1, "not found"],
    [["keys", "revoke", "kk-nobodys"], 1, "key kk-nobodys not found"],
    [["sessions", "end"], 1, "--user EMAIL"],
    [["sessions", "end", "nobodys"], 1, "session nobodys not found"],
    [["users", "frobnicate", ada], 2, "frobnicate"],
  ])("khoj %j is refused with %i and says why", async (args, expected, sentence) => {
    const { code, err } = await khoj(...args);
    expect({ code, err }).toMatchObject({ code: expected, err: expect.stringContaining(sentence) });
    expect(err).not.toContain("at async");
  });

  it("gives links of its port; an administrator who lost the second factor comes in, and sets up a new one", async () => {
    const given = await khojJson("users", "login-link", ada);
    expect(given.link).toMatch(new RegExp(`^${url}/auth/magic`));
    const first = await openLink(given.link);
    expect(first).toMatchObject({ status: 200, outcome: "signed-in" });
    await addAuthenticatorApp(first.browser);

    const stuck = await openLink((await khojJson("users", "login-link", ada)).link);
    expect(stuck.outcome).toBe("second-factor");

    const { out } = await khoj("users", "login-link", ada, "--reset-factors");
    expect(out).toContain("takes every second factor away");
    const again = await openLink(out.match(/http\S+/)?.[0] ?? "");
    expect(again).toMatchObject({ status: 200, outcome: "signed-in" });
    expect((await again.browser.get("/api/account/methods")).json()).toMatchObject({ totp: { on: false } });
    await addAuthenticatorApp(again.browser);
    expect((await again.browser.get("/api/admin/users")).status).toBe(200);
    expect((await openLink(out.match(/http\S+/)?.[0] ?? "")).status).toBe(409);
  });

  it("ends one session, then all of somebody's, and sends them out: the server knows at once", async () => {
    await khoj("users", "activate", bob);
    const link = async () => (await khojJson("users", "login-link", bob)).link;
    const [phone, laptop] = [(await openLink(await link())).browser, (await openLink(await link())).browser];
    const { sessions } = await khojJson("sessions", "list", "--user", bob);
    expect(sessions).toHaveLength(2);
    expect(await khojJson("sessions", "end", sessions[0].id)).toMatchObject({ email: bob });
    const statuses = [await phone.get("/api/account/profile"), await laptop.get("/api/account/profile")];
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 403]);

    expect((await khoj("sessions", "end", "--user", bob)).out).toContain("signed out everywhere");
    expect((await phone.get("/api/account/profile")).status).toBe(403);
    expect((await laptop.get("/api/account/profile")).status).toBe(403);

    const back = (await openLink(await link())).browser;
    const made = await khojJson("keys", "create", "--user", bob, "--name", "script");
    const script = makeClient(url, { authorization: `Bearer ${made.key}` });
    expect((await script.get("/api/search?q=heron")).status).toBe(200);
    expect((await khoj("users", "deactivate", bob)).code).toBe(0);
    expect((await back.get("/api/account/profile")).status).toBe(403);
    expect((await script.get("/api/search?q=heron")).status).toBe(403);
    expect((await khoj("users", "login-link", bob)).err).toContain(`khoj users activate ${bob}`);
    expect((await khoj("users", "activate", bob)).code).toBe(0);
    expect((await script.get("/api/search?q=heron")).status).toBe(200);
    expect((await khoj("keys", "revoke", made.shown)).out).toContain("revoked");
    expect((await script.get("/api/search?q=heron")).status).toBe(403);
  });

  it("rotates what seals secrets under the server; its own key only when the server is stopped", async () => {
    expect(await khojJson("secrets", "rotate")).toMatchObject({ retired: 1 });
    const refused = await khoj("secrets", "rotate", "--instance-key");
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("stop it first") });
    const { browser } = await openLink((await khojJson("users", "login-link", bob)).link);
    expect((await browser.send("POST", "/api/account/methods/totp", {})).status).toBe(200);
  });

  it("leaves an event for everything it did, by the command line and as whom", async () => {
    expect(await khojJson("users", "add", bob, "--admin")).toMatchObject({ email: bob, claimed: false });
    expect((await khoj("users", "make-user", bob)).code).toBe(0);
    expect((await khoj("users", "make-admin", bob)).code).toBe(0);
    expect((await khoj("users", "make-user", bob)).code).toBe(0);
    expect((await khoj("users", "delete", bob, "--yes")).out).toContain("is deleted");
    expect((await khoj("users", "list", bob)).out).toContain("Nobody found");
    const { browser } = await openLink((await khojJson("users", "login-link", ada, "--reset-factors")).link);
    await addAuthenticatorApp(browser);
    const events = (await browser.get("/api/admin/events/export")).text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ via }) => via === "command-line");
    const kinds = new Set(events.map(({ kind }) => kind));
    for (const kind of [
      "person.added",
      "person.invited",
      "person.activated",
      "person.suspended",
      "person.made-administrator",
      "person.made-user",
      "person.deleted",
      "person.signed-out",
      "link.made",
      "key.made",
      "key.revoked",
      "session.ended",
      "secrets.rotated",
      "secrets.instance-key-replaced",
      "secrets.forgotten",
    ])
      expect(kinds).toContain(kind);
    expect(events.every(({ agent }) => /^khoj, as \w+/.test(agent))).toBe(true);
  });
});
