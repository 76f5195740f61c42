import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageRoutes } from "./page-routes.ts";
import { type ServedRoutes, serveRoutes } from "./testing/serve-routes.ts";

let served: ServedRoutes;
beforeAll(async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "khoj-page-"));
  mkdirSync(path.join(directory, "assets"));
  writeFileSync(path.join(directory, "index.html"), "<!doctype html><title>Khoj</title>");
  writeFileSync(path.join(directory, "icon.svg"), "<svg/>");
  writeFileSync(path.join(directory, "assets", "main-abc.js"), "1");
  served = await serveRoutes(pageRoutes(directory));
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
    expect([answer.status, answer.text]).toEqual([200, "<!doctype html><title>Khoj</title>"]);
    expect(answer.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
  });

  it("lets a browser keep what is named by its content, and ask briefly about the rest", async () => {
    const script = await served.get("/assets/main-abc.js");
    expect(script.headers["cache-control"]).toContain("immutable");
    const icon = await served.get("/icon.svg");
    const again = await served.get("/icon.svg", { "if-none-match": String(icon.headers.etag) });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it.each(["/assets/../index.html", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/none.js", "/index.htm"])(
    "has nothing else to show: %s",
    async (address) => {
      expect((await served.get(address)).status).toBe(404);
    },
  );

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
    const bare = await serveRoutes(pageRoutes(path.join(tmpdir(), "no-such-page")));
    const answer = await bare.get("/");
    await bare.stop();
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining("npm run build")]);
  });
});
