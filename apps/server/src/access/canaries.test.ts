import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MailServer, startMailServer } from "../mail/testing/mail-server.ts";
import { codeOf } from "../testing/authenticator-app.ts";
import { openBrowser } from "../testing/browser.ts";
import { type Answer, type Client, makeClient } from "../testing/client.ts";

// Secrets anybody would know again, put in by every way there is; then everything the server wrote, said and answered is
// searched for them.
const random = (): string => randomBytes(12).toString("hex");
const given = {
  secretKey: `Canary-Instance-Key-${random()}${random()}`,
  adminPassword: `Canary-Adm1n!-${random()}`,
  smtpPassword: `canarysmtp${random()}`,
  oidcSecret: `canaryoidc${random()}`,
  googleSecret: `canarygoogle${random()}`,
  personPassword: `Canary-P3rson!-${random()}`,
  wrongPassword: `Canary-Wr0ng!-${random()}`,
  unknownKey: `kk-canary${random()}${random()}`,
  unknownCookie: `canarycookie${random()}${random()}`,
  unknownLink: `canarylink${random()}${random()}`,
  queryToken: `canaryquery${random()}`,
};
/** Secrets the server makes are shown once, in the one answer (or mail) a test took them from. */
const shown = new Map<string, string>();
const answers: { readonly what: string; readonly text: string }[] = [];
const note = `canarynote${random()}`;
const admin = "ada@example.org";

let directory: string;
let mail: MailServer;
let said = "";

/** A client whose every answer is kept, headers too. */
function watched(client: Client): Client {
  const request: Client["request"] = async (method, target, ask) => {
    const answer = await client.request(method, target, ask);
    // What it sets as a cookie is a secret shown once; that there are no others is looked at below.
    for (const cookie of [answer.headers["set-cookie"] ?? []].flat()) keepCookie(`${method} ${target}`, cookie);
    const { "set-cookie": _, ...headers } = answer.headers;
    answers.push({ what: `${method} ${target}`, text: `${JSON.stringify(headers)}\n${answer.text}` });
    return answer;
  };
  return {
    ...client,
    request,
    get: (target, headers = {}) => request("GET", target, { headers }),
    send: (method, target, body, headers = {}) =>
      request(method, target, {
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
  };
}

function keepCookie(what: string, cookie: string): void {
  const value = cookie.split(";")[0]?.split("=").slice(1).join("=") ?? "";
  if (value.length >= 20) shown.set(value, `a cookie of ${what}`);
}

const shownIn = (answer: Answer, secret: string): string => {
  expect(answer.text).toContain(secret);
  shown.set(secret, answers.at(-1)?.what ?? "");
  return secret;
};

beforeAll(async () => {
  mail = await startMailServer({ allowInsecureAuth: true, onAuth: (_, __, done) => done(null, { user: "mailer" }) });
  directory = await mkdtemp(path.join(tmpdir(), "khoj-canaries-"));
  // Started as root, the database runs as another user, who must be able to enter.
  await chmod(directory, 0o755);
  const server = spawn(
    process.execPath,
    [
      fileURLToPath(new URL("../main.ts", import.meta.url)),
      "--port=0",
      `--data=${path.join(directory, "data")}`,
      "-vv",
    ],
    { env: environment(), stdio: ["ignore", "pipe", "pipe"] },
  );
  server.stderr.on("data", (piece) => {
    said += piece;
  });
  const ended = once(server, "exit");
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("exit", () => reject(new Error(`the server ended: ${said}`)));
      server.stdout.on("data", (piece) => {
        said += piece;
        if (said.includes("Uvicorn running on")) resolve();
      });
    });
    const { url } = JSON.parse(await readFile(path.join(directory, "data", "run", "server.json"), "utf8"));
    await useEverything(watched(makeClient(url)));
  } finally {
    // Stopped in order, the database has written everything into its files.
    server.kill("SIGTERM");
    await ended;
  }
});
afterAll(async () => {
  await mail.stop();
  await rm(directory, { recursive: true, force: true });
});

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  KHOJ_EMBEDDING: "none",
  HOME: directory,
  KHOJ_DJANGO_SECRET_KEY: given.secretKey,
  KHOJ_ADMIN_EMAIL: admin,
  KHOJ_ADMIN_PASSWORD: given.adminPassword,
  KHOJ_OIDC_ISSUER: "https://127.0.0.1:9",
  KHOJ_OIDC_CLIENT_ID: "khoj",
  KHOJ_OIDC_CLIENT_SECRET: given.oidcSecret,
});

async function useEverything(client: Client): Promise<void> {
  await tryWithoutRights(client);
  const browser = openBrowser(client);
  const signedIn = await browser.send("POST", "/auth/password", { email: admin, password: given.adminPassword });
  expect(signedIn.status, signedIn.text).toBe(200);
  const offered = await browser.send("POST", "/api/account/methods/totp", {});
  const seed = shownIn(offered, offered.json().secret);
  const confirmed = await browser.send("POST", "/api/account/methods/totp/confirm", {
    code: codeOf(seed),
  });
  const codes: string[] = confirmed.json().codes;
  for (const code of codes) shownIn(confirmed, code);
  await browser.send("POST", "/api/account/methods/recovery/saved", { code: codes[0] });
  await browser.send("POST", "/auth/elevate", { kind: "recovery", code: codes[1] });
  await browser.send("POST", "/auth/elevate", { kind: "recovery", code: "AAAA-BBBB-CCCC-DDDD" });
  await browser.send("POST", "/api/account/methods/password", { password: given.personPassword });
  await configure(browser);
  const made = await browser.send("POST", "/api/account/keys", { name: "canary" });
  expect(made.status, made.text).toBe(200);
  const key = shownIn(made, made.json().key);
  const application = await browser.send("POST", "/api/admin/clients", {
    name: "canary application",
    scopes: ["read"],
  });
  expect(application.status, application.text).toBe(201);
  shownIn(application, application.json().client_secret);
  const invited = await browser.send("POST", "/api/admin/users", { email: "bob@example.org", role: "user" });
  const link = shownIn(invited, invited.json().link);
  shownIn(invited, new URL(link).searchParams.get("token") ?? "");
  await workWithKey(client, key);
  await comeByMail(client);
  for (const page of [
    "users",
    "sessions",
    "keys",
    "clients",
    "spaces",
    "events",
    "requests",
    "methods",
    "mail",
    "settings",
    "limits",
  ])
    await browser.get(`/api/admin/${page}`);
  for (const page of ["profile", "methods", "devices", "keys", "export"]) await browser.get(`/api/account/${page}`);
  for (const page of [
    "/api/admin/events/export",
    "/api/status",
    "/api/settings",
    "/api/v1/user",
    "/auth/token",
    "/auth/options",
    "/openapi.json",
  ])
    await browser.get(page);
  await browser.send("POST", "/auth/logout", {});
}

/** Secrets that are set in the panel, and so are kept: sealed. */
async function configure(browser: Client): Promise<void> {
  const smtp_url = `smtp://mailer:${given.smtpPassword}@127.0.0.1:${mail.port}`;
  const mailing = { way: "smtp", from: "khoj@example.org", smtp_url };
  const google = { on: true, client_id: "google-client", client_secret: given.googleSecret };
  const settings: readonly (readonly [string, string, object])[] = [
    ["PUT", "mail", mailing],
    ["PATCH", "methods/google", google],
  ];
  for (const [method, where, body] of settings) {
    const answer = await browser.send(method, `/api/admin/${where}`, body);
    expect(answer.status, answer.text).toBe(200);
  }
  await browser.send("POST", "/api/admin/mail/test", { to: admin });
  for (const method of ["google", "oidc"]) await browser.send("POST", `/api/admin/methods/${method}/test`, {});
}

/** What strangers type, paste and guess. */
async function tryWithoutRights(client: Client): Promise<void> {
  await client.send("POST", "/auth/password", { email: admin, password: given.wrongPassword });
  await client.send("POST", "/auth/password", { email: given.wrongPassword, password: given.wrongPassword });
  await client.send("POST", "/auth/password", { password: given.wrongPassword });
  await client.send("POST", "/auth/password", { email: admin, password: [given.wrongPassword] });
  await client.send("POST", "/auth/magic/use", { token: given.unknownLink });
  await client.get(`/auth/magic?token=${given.unknownLink}`);
  await client.get(`/auth/oidc/callback?code=${given.queryToken}&state=${given.queryToken}`);
  await client.get("/auth/oidc/login");
  await client.get("/auth/login");
  await client.get("/api/search?q=x", { authorization: `Bearer ${given.unknownKey}` });
  await client.get(`/api/search?q=x&api_key=${given.queryToken}`, {
    referer: `http://localhost/?token=${given.queryToken}`,
  });
  await client.get("/api/search?q=x", { cookie: `khoj-00000000=${given.unknownCookie}` });
  await client.request("POST", "/auth/password", {
    body: `{"password":"${given.wrongPassword}`,
    headers: { "content-type": "application/json" },
  });
}

async function workWithKey(client: Client, key: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}` };
  const { body, headers: multipart } = textPart(`# Canary\n${note}\n`);
  const uploaded = await client.request("PATCH", "/api/content?client=canary", {
    body,
    headers: { ...headers, ...multipart },
  });
  expect(uploaded.status, uploaded.text).toBe(200);
  expect((await client.get(`/api/search?q=${note}`, headers)).text).toContain(note);
  await client.get(`/api/search?q=x&token=${given.queryToken}`, headers);
  // The key pasted into a note, and asked about.
  const pasted = textPart(`# Mine\nMy key is ${key}, do not lose it.\n`);
  await client.request("PATCH", "/api/content?client=canary", {
    body: pasted.body,
    headers: { ...headers, ...pasted.headers },
  });
  await client.send("POST", "/api/chat", { q: `what is ${key}?`, stream: false }, headers);
}

function textPart(text: string) {
  const boundary = "---------------------------canary";
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="canary.md"\r\nContent-Type: text/markdown\r\n\r\n${text}\r\n--${boundary}--\r\n`;
  return { body: part, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}

/** A mailed link, used by a browser that then sits half-way before the second factor. */
async function comeByMail(client: Client): Promise<void> {
  const browser = openBrowser(client);
  await browser.send("POST", "/auth/magic", { email: admin });
  let link = "";
  // A mail about the key that was pasted into a note comes as well.
  while (link === "") ({ link } = await mail.mailTo(admin));
  const token = new URL(link).searchParams.get("token") ?? "";
  shown.set(token, "the mail");
  const used = await browser.send("POST", "/auth/magic/use", { token });
  expect(used.json()).toMatchObject({ status: "second-factor" });
  await browser.send("POST", "/auth/totp", { code: "000000" });
}

async function filesWith(needle: string): Promise<string[]> {
  const root = path.join(directory, "data");
  const found: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(file)).includes(needle)) found.push(path.relative(root, file));
  }
  return found;
}

describe("after everything was used, there is no secret", () => {
  const all = (): [string, string][] => [
    ...Object.entries(given).map(([name, secret]): [string, string] => [secret, `${name}, which was given`]),
    ...shown,
  ];

  it("in any byte of the data directory; what may be there is found", async () => {
    // The search itself works: a note lies in the database, as it must.
    expect(await filesWith(note)).not.toEqual([]);
    const hits = await Promise.all(all().map(async ([secret, what]) => ({ what, files: await filesWith(secret) })));
    expect(shown.size).toBeGreaterThan(15);
    expect(hits.filter(({ files }) => files.length > 0)).toEqual([]);
  });

  it("in anything the server said in its terminal, at its loudest", () => {
    expect(said).toContain("/auth/password");
    expect(all().filter(([secret]) => said.includes(secret))).toEqual([]);
  });

  it("in any answer but the one that shows it", () => {
    expect(answers.length).toBeGreaterThan(50);
    const hits = all().flatMap(([secret, what]) =>
      answers
        .filter(({ text, what: where }) => text.includes(secret) && shown.get(secret) !== where)
        .map((answer) => ({ what, where: answer.what })),
    );
    expect(hits).toEqual([]);
  });
});
