import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import type { Identify } from "./pipeline.ts";
import { del, get, patch, post, put, type Route } from "./route.ts";
import { type ServedRoutes, serveRoutes, somebody } from "./testing/serve-routes.ts";

let changed = 0;
const change = () => ++changed;
const body = z.unknown();
const routes: Route[] = [
  get("/mine", { allow: "read" }, ({ actor }) => actor.via),
  get("/open", { allow: "open" }, ({ actor }) => actor?.via ?? "nobody"),
  post("/change", { allow: "write", body }, change),
  put("/change", { allow: "write", body }, change),
  patch("/change", { allow: "write", body }, change),
  del("/change", { allow: "write" }, change),
  post("/open", { allow: "open", body }, change),
];
/** A session by its cookie, else a key, as the accounts room decides it. */
const identify: Identify = async ({ headers }) => {
  if (headers.cookie === "session=good") return { actor: { ...somebody, via: "session" } };
  if (headers.authorization === "Bearer kk-good") return { actor: { ...somebody, via: "key" } };
  return {};
};
let served: ServedRoutes;
beforeAll(async () => {
  const sockets = [{ path: "/ws", allow: "read" as const, connect: () => ({ onMessage: () => undefined }) }];
  served = await serveRoutes(routes, { identify, sockets, trust: { anonymous: false } });
});
afterAll(() => served.stop());
beforeEach(() => {
  changed = 0;
});

const cookie = { cookie: "session=good" };
const key = { authorization: "Bearer kk-good" };
const strangers = [
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://localhost:3000" },
  { origin: "http://localhost" },
  { origin: "http://127.0.0.1" },
  { origin: "app://obsidian.md" },
  { origin: "https://named.example" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
  { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
] as Record<string, string>[];
const credentials: [string, Record<string, string>][] = [
  ["a session", cookie],
  ["nothing", {}],
  ["a bad key", { authorization: "Bearer kk-bad" }],
  ["a session and a bad key", { ...cookie, authorization: "Bearer kk-bad" }],
  ["a session and an empty key", { ...cookie, authorization: "Bearer " }],
];

describe("with sign-in on, another site", () => {
  it.each(credentials)("changes nothing with %s", async (_, shown) => {
    const asked = strangers.flatMap((from) =>
      [
        ["POST", "/change"],
        ["PUT", "/change"],
        ["PATCH", "/change"],
        ["DELETE", "/change"],
        ["POST", "/open"],
      ].map(([method = "", path = ""]) => served.request(method, path, { headers: { ...from, ...shown } })),
    );
    const statuses = new Set((await Promise.all(asked)).map(({ status }) => status));
    expect([[...statuses], changed]).toEqual([[403], 0]);
  });

  it("may use a key that is good, as programs do", async () => {
    for (const from of strangers)
      expect((await served.request("POST", "/change", { headers: { ...from, ...key } })).status).toBe(200);
  });

  it("reads nothing of a person's by the cookie their browser adds", async () => {
    const quiet = strangers.filter((from) => from["sec-fetch-mode"] !== "navigate");
    for (const from of quiet) {
      expect((await served.get("/mine", { ...from, ...cookie })).status).toBe(403);
      expect((await served.get("/open", { ...from, ...cookie })).json()).toBe("nobody");
    }
  });
});

describe("with sign-in on", () => {
  it("our own page, a program and a person who follows a link are not in the way", async () => {
    const own = [{ origin: served.url, "sec-fetch-site": "same-origin" }, {}, { "sec-fetch-site": "none" }];
    for (const from of own as Record<string, string>[])
      expect((await served.request("POST", "/change", { headers: { ...from, ...cookie } })).status).toBe(200);
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await served.get("/mine", { ...link, ...cookie })).json()).toBe("session");
  });

  it("no name of this computer is a puzzle", async () => {
    for (const host of ["localhost:42110", "127.0.0.1:42110", "[::1]:42110", "notes.example"]) {
      const headers = { host, origin: `http://${host}`, ...cookie };
      expect((await served.request("POST", "/change", { headers })).status).toBe(200);
    }
  });

  it("says what to do when our own page comes through a proxy that is not named", async () => {
    const headers = { host: "notes.example", origin: "https://notes.example", ...cookie };
    const { reason } = (await served.request("POST", "/change", { headers })).json();
    expect(reason).toContain("KHOJ_TRUSTED_PROXIES=127.0.0.1");
    expect(reason).toContain("KHOJ_DOMAIN=notes.example");
  });

  it("tells Obsidian on Android by its preflight that it may ask, and lets it read once its key proved good", async () => {
    const from = { origin: "http://localhost" };
    const preflight = await served.request("OPTIONS", "/mine", {
      headers: { ...from, "access-control-request-method": "GET" },
    });
    expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([200, "http://localhost"]);
    const readable = async (headers: Record<string, string>) => {
      const { headers: told } = await served.get("/mine", { ...from, ...headers });
      expect(told["access-control-allow-credentials"]).toBeUndefined();
      return told["access-control-allow-origin"];
    };
    expect(await readable(key)).toBe("http://localhost");
    expect(await readable({ authorization: "Bearer kk-bad" })).toBeUndefined();
    expect(await readable(cookie)).toBeUndefined();
    expect(await readable({})).toBeUndefined();
  });
});

describe("with sign-in on, a WebSocket", () => {
  /** The status of the handshake; 101 when it was taken. */
  async function handshake(headers: Record<string, string>): Promise<number | undefined> {
    const socket = new WebSocket(`${served.url.replace("http", "ws")}/ws`, { headers });
    const [, answer] = await Promise.race([once(socket, "open"), once(socket, "unexpected-response")]);
    if (answer === undefined) socket.close();
    return answer?.statusCode ?? 101;
  }

  it.each([
    ["our own page's with a session", { own: true }, cookie, 101],
    ["a program's of another port with a session", { origin: "http://localhost:3000" }, cookie, 403],
    ["a program's of another port with a key", { origin: "http://localhost:3000" }, key, 101],
    ["a named site's with a session", { origin: "https://named.example" }, cookie, 403],
    ["a named site's with a key", { origin: "https://named.example" }, key, 101],
    ["a stranger's with a key", { origin: "https://evil.example" }, key, 403],
  ])("%s", async (_, from, shown, status) => {
    const origin = "own" in from ? { origin: served.url } : from;
    expect(await handshake({ ...(origin as Record<string, string>), ...shown })).toBe(status);
  });
});
