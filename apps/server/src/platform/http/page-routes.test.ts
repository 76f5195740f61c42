import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBuiltPage } from "./built-page.ts";
import { pageRoutes } from "./page-routes.ts";
import { get } from "./route.ts";
import { type ServedRoutes, serveRoutes, somebody } from "./testing/serve-routes.ts";

const index =
  '<!doctype html><head><script src="/a.js"></script><link rel="modulepreload" href="/b.js"></head><title>Khoj</title>';
const alone = { anonymous: true };
const signedIn = { anonymous: false };
let directory: string;
let served: ServedRoutes;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "khoj-page-"));
  mkdirSync(path.join(directory, "assets"));
  writeFileSync(path.join(directory, "index.html"), index);
  writeFileSync(path.join(directory, "admin.html"), "<!doctype html><head></head><title>Panel</title>");
  writeFileSync(path.join(directory, "icon.svg"), "<svg/>");
  writeFileSync(path.join(directory, "assets", "main-abc.js"), "1");
  served = await serveRoutes(pageRoutes(openBuiltPage(directory, alone), alone));
});
afterAll(() => served.stop());

describe("the page", () => {
  it.each([
    "/",
    "/search",
    "/chat?conversationId=x",
    "/files",
    "/folders",
    "/settings",
    "/agents",
    "/share/chat/a-b-c",
  ])("is at %s, and asked for anew each time", async (address) => {
    const answer = await served.get(address);
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("<title>Khoj</title>")]);
    expect(answer.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
  });

  it("says itself that nobody signs in, so that it need not ask who is there", async () => {
    const mark = '<meta name="khoj-people" content="one">';
    expect((await served.get("/")).text).toContain(mark);
    const signed = await serveRoutes(pageRoutes(openBuiltPage(directory, signedIn), signedIn));
    expect((await signed.get("/login")).text).not.toContain(mark);
    await signed.stop();
  });

  it("lets only scripts run whose tag it wrote itself, by another nonce each time", async () => {
    const nonces = await Promise.all(
      ["/", "/", "/chat"].map(async (address) => {
        const { text, headers } = await served.get(address);
        const nonce = /'nonce-([\w-]{24})' 'strict-dynamic'/.exec(String(headers["content-security-policy"]))?.[1];
        expect(text).toContain(`<script nonce="${nonce}" src="/a.js">`);
        expect(text).toContain(`<link nonce="${nonce}" rel="modulepreload"`);
        expect(text).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(3);
  });

  it("lets a browser keep what is named by its content, and ask briefly about the rest", async () => {
    const script = await served.get("/assets/main-abc.js");
    expect(script.headers["cache-control"]).toContain("immutable");
    const icon = await served.get("/icon.svg");
    const again = await served.get("/icon.svg", { "if-none-match": String(icon.headers.etag) });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it.each([
    "/assets/../index.html",
    "/assets/%2e%2e/%2e%2e/etc/passwd",
    "/assets/none.js",
    "/index.htm",
    "/index.html",
    "/admin.html",
    "/server/admin/",
  ])("has nothing else to show: %s", async (address) => {
    expect((await served.get(address)).status).toBe(404);
  });

  it.each([
    ["/login", "/"],
    ["/login?next=/chat?a=1", "/chat?a=1"],
    ["/login?next=https://evil.example/x", "/"],
    ["/login?next=//evil.example/x", "/"],
    ["/login?next=/%5Cevil.example", "/"],
    // Read once this is a path of ours that begins with two slashes; read twice it would be another host.
    ["/login?next=/.//evil.example", "/"],
  ])("sends %s on to its own %s", async (address, place) => {
    const answer = await served.get(address);
    expect([answer.status, answer.headers.location]).toEqual([307, `${served.url}${place}`]);
  });

  it("says plainly that it is not built, and what to do", async () => {
    const bare = await serveRoutes(pageRoutes(openBuiltPage("/no/such/page", alone), alone));
    const answer = await bare.get("/");
    await bare.stop();
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining("npm run build")]);
  });
});

describe("where people sign in, the page", () => {
  const people = {
    user: { ...somebody, via: "session" as const },
    administrator: { ...somebody, rights: new Set(["read", "admin"] as const) },
    unready: { ...somebody, adminNeeds: "Add a second factor" },
  };
  let house: ServedRoutes;
  beforeAll(async () => {
    const who = (cookie: string | undefined) => people[cookie as keyof typeof people];
    house = await serveRoutes(
      [
        ...pageRoutes(openBuiltPage(directory, signedIn), signedIn),
        get("/api/admin/users", { allow: "admin" }, () => "users"),
      ],
      {
        identify: async ({ headers }) => ({ actor: who(headers.cookie) }),
        trust: { anonymous: false, isProxy: () => true, isNear: (address) => address !== "203.0.113.9" },
      },
    );
  });
  afterAll(() => house.stop());
  const as = (cookie: string, address: string, more = {}) => house.get(address, { cookie, ...more });
  const panel = ["/server/admin", "/server/admin/", "/server/admin/users?page=2"];

  it.each(["/", "/search?q=bread", "/chat?conversationId=x", "/settings", "/chats", "/files", "/folders", ...panel])(
    "at %s sends nobody to sign in, and back from there",
    async (address) => {
      const answer = await house.get(address);
      const next = encodeURIComponent(`${house.url}${address}`);
      expect([answer.status, answer.headers.location]).toEqual([303, `/login?next=${next}`]);
    },
  );

  it.each(["/login", "/share/chat/a-b-c", "/agents", "/automations"])("at %s is open", async (address) => {
    expect((await house.get(address)).text).toContain("<title>Khoj</title>");
  });

  it("sends who is signed in on from the login page", async () => {
    const answer = await as("user", "/login?next=/chat%3Fa=1");
    expect([answer.status, answer.headers.location]).toEqual([303, `${house.url}/chat?a=1`]);
    expect((await as("user", "/search")).text).toContain("<title>Khoj</title>");
  });

  it.each(panel)("of administrators at %s is theirs alone", async (address) => {
    expect((await as("administrator", address)).text).toContain("<title>Panel</title>");
    const unready = await as("unready", address);
    expect([unready.status, unready.headers.location]).toEqual([303, "/set-up"]);
    expect((await as("user", address)).status).toBe(404);
  });

  it.each([...panel, "/api/admin/users", "/api/%61dmin/users", "/server/%61dmin", "/api/admin/none"])(
    "of administrators at %s is not there outside their networks",
    async (address) => {
      const far = { "x-forwarded-for": "203.0.113.9" };
      const statuses = ["administrator", "user", ""].map(async (who) => (await as(who, address, far)).json());
      expect(await Promise.all(statuses)).toEqual(Array(3).fill({ detail: "Not Found" }));
      const posted = await house.request("POST", address, { headers: { ...far, cookie: "administrator" } });
      expect(posted.status).toBe(404);
    },
  );

  it("of administrators answers to its networks", async () => {
    expect((await as("administrator", "/api/admin/users")).json()).toBe("users");
  });
});
