import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { get, post, type Route } from "./route.ts";
import { type ServedRoutes, serveRoutes } from "./testing/serve-routes.ts";

const routes: Route[] = [
  get("/read", { allow: "read" }, () => "read"),
  post("/write", { allow: "write", body: z.unknown() }, () => "written"),
];
let served: ServedRoutes;
beforeAll(async () => {
  served = await serveRoutes(routes);
});
afterAll(() => served.stop());

const write = (headers: Record<string, string>) => served.request("POST", "/write", { headers });

describe("the host a request names", () => {
  it.each(["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:42110", "LOCALHOST", "notes.example"])(
    "answers for %s",
    async (host) => {
      expect((await served.get("/read", { host })).status).toBe(200);
    },
  );

  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "a b",
    "localhost:80@evil.example",
    "192.168.1.5",
  ])("refuses %j", async (host) => {
    const answer = await served.get("/read", { host });
    expect(answer.status).toBe(403);
    expect(answer.json().detail).toBe("Forbidden");
  });

  it("names the host it saw and the line to add", async () => {
    const { reason } = (await served.get("/read", { host: "mine.example:42110" })).json();
    expect(reason).toContain('"mine.example:42110"');
    expect(reason).toContain("KHOJ_DOMAIN=mine.example");
  });
});

describe("who may change something in anonymous mode", () => {
  it.each([
    ["a program, which names no origin", {}],
    ["our own page", { origin: "own" }],
    ["Obsidian", { origin: "app://obsidian.md" }],
    ["Obsidian on iOS", { origin: "capacitor://localhost" }],
    ["the desktop app", { origin: "app://khoj.dev" }],
    ["an origin that KHOJ_ALLOWED_ORIGINS names", { origin: "https://named.example" }],
    ["a person at the address bar", { "sec-fetch-site": "none" }],
  ])("%s", async (_, headers) => {
    const own = "origin" in headers && headers.origin === "own" ? { origin: served.url } : headers;
    expect((await write(own as Record<string, string>)).status).toBe(200);
  });

  it.each([
    ["a stranger's page", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["another server on this computer", { origin: "http://localhost:3000" }],
    ["a page like ours by another scheme", { origin: "https://127.0.0.1" }],
    ["a form of another site that hides its origin", { "sec-fetch-site": "cross-site" }],
    ["a page of the same site but another origin", { "sec-fetch-site": "same-site" }],
  ])("not %s", async (_, headers) => {
    const answer = await write(headers as Record<string, string>);
    expect(answer.status).toBe(403);
    expect(answer.json().reason).toContain("KHOJ_ALLOWED_ORIGINS");
  });
});

describe("what other origins may read", () => {
  const preflight = (origin: string, more: Record<string, string> = {}) =>
    served.request("OPTIONS", "/read", { headers: { origin, "access-control-request-method": "GET", ...more } });

  it("answers the apps' preflights without a key, private networks included", async () => {
    const answer = await preflight("app://obsidian.md", { "access-control-request-private-network": "true" });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "app://obsidian.md",
      "access-control-allow-methods": expect.stringContaining("PATCH"),
      "access-control-allow-headers": "authorization, content-type",
      "access-control-allow-private-network": "true",
    });
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
  });

  it.each(["https://evil.example", "http://localhost", "http://localhost:3000", "null"])(
    "tells the browser that %s may not read",
    async (origin) => {
      const refused = await preflight(origin, { "access-control-request-private-network": "true" });
      expect([refused.status, refused.text]).toEqual([400, "Disallowed CORS origin"]);
      expect(refused.headers["access-control-allow-private-network"]).toBeUndefined();
      expect((await served.get("/read", { origin })).headers["access-control-allow-origin"]).toBeUndefined();
    },
  );
});
