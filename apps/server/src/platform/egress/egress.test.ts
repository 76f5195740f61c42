import { readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { openEgress } from "./open-egress.ts";
import { openStreamingEgress } from "./open-streaming-egress.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
async function served(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("asking others by HTTP", () => {
  it("reaches the places that were named, and gives the whole answer", async () => {
    const place = await served((request, response) =>
      response.writeHead(201, { "x-a": "b" }).end(`${request.method} ${request.url}`),
    );
    const ask = openEgress({ mayReach: ({ origin }) => origin === place });
    const answer = await ask(`${place}/path`, { method: "POST", body: "x" });
    expect([answer.status, answer.headers.get("x-a"), await answer.text()]).toEqual([201, "b", "POST /path"]);
  });

  it.each([
    "http://127.0.0.1:9/",
    "http://169.254.169.254/latest",
    "http://named.example@evil.example/",
    "file:///etc/passwd",
    "data:text/plain,x",
  ])("sends nothing to another place: %s", async (address) => {
    const ask = openEgress({ mayReach: ({ origin }) => origin === "http://named.example" });
    await expect(ask(address)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("does not go where an answer sends it", async () => {
    let reached = false;
    const elsewhere = await served((_request, response) => {
      reached = true;
      response.end("secret");
    });
    const place = await served((_request, response) => response.writeHead(302, { location: elsewhere }).end());
    const ask = openEgress({ mayReach: () => true });
    await expect(ask(place)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("not followed"),
    });
    expect(reached).toBe(false);
  });

  it("reads no more than it was told", async () => {
    const place = await served((_request, response) => response.end("x".repeat(2000)));
    const ask = openEgress({ mayReach: () => true, most: 1000 });
    await expect(ask(place)).rejects.toMatchObject({ message: expect.stringContaining("more than 1000 bytes") });
  });

  it("does not wait for ever", async () => {
    const place = await served(() => undefined);
    const ask = openEgress({ mayReach: () => true, patience: 50 });
    await expect(ask(place)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("no answer in time"),
    });
  });

  it("says that nothing listens", async () => {
    const place = await served(() => undefined);
    stops.splice(0)[0]?.();
    await expect(openEgress({ mayReach: () => true })(place)).rejects.toMatchObject({
      message: expect.stringContaining("nothing listens there"),
    });
  });
});

describe("asking others for answers that come piece by piece", () => {
  const rules = { mayReach: () => true, patience: 5000, silence: 5000 };

  it("gives each piece as it comes", async () => {
    let go: () => void = () => undefined;
    const place = await served((_request, response) => {
      response.write("first ");
      go = () => response.end("last");
    });
    const answer = await openStreamingEgress(rules)(place);
    const seen: string[] = [];
    for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
      seen.push(Buffer.from(piece).toString());
      go();
    }
    expect(seen).toEqual(["first ", "last"]);
  });

  it("sends nothing to a place nobody named, and does not go where an answer sends it", async () => {
    const place = await served((_request, response) => response.writeHead(302, { location: "http://x" }).end());
    const nowhere = openStreamingEgress({ ...rules, mayReach: () => false });
    await expect(nowhere(place)).rejects.toMatchObject({ code: "forbidden" });
    await expect(openStreamingEgress(rules)(place)).rejects.toMatchObject({
      message: expect.stringContaining("not followed"),
    });
  });

  it.each([
    ["never begin", { patience: 50 }, false],
    ["go silent", { silence: 50 }, true],
  ])("gives up answers that %s, and says so", async (_what, limits, begins) => {
    const place = await served((_request, response) => begins && response.write("half"));
    const ask = async () => (await openStreamingEgress({ ...rules, ...limits })(place)).text();
    await expect(ask()).rejects.toMatchObject({ code: "unavailable", details: { slow: true } });
  });

  it("reads no more than it was told", async () => {
    const place = await served((_request, response) => response.end("x".repeat(2000)));
    const answer = await openStreamingEgress({ ...rules, most: 1000 })(place);
    await expect(answer.text()).rejects.toMatchObject({ message: expect.stringContaining("more than 1000 bytes") });
  });

  it("ends the request when whoever reads stops", async () => {
    let closed: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const place = await served((_request, response) => {
      response.on("close", closed);
      response.write("first");
    });
    const answer = await openStreamingEgress(rules)(place);
    for await (const _piece of answer.body as AsyncIterable<Uint8Array>) break;
    await expect(gone).resolves.toBeUndefined();
  });
});

/** What asks others, or opens a connection to them. */
const waysOut = [
  /(?<![\w.])fetch\s*\(|globalThis\.fetch|globalThis\[/,
  /new (?:WebSocket|EventSource|XMLHttpRequest)\b/,
  /import\s*(?!type)(?:\*[^;]*|\w+[^;{]*|\{[^}]*\b(?:request|get|Agent)\b[^}]*\})\s*from "node:https?"/,
  /from "(?:node:http2|node:dgram|undici|axios|got|node-fetch)"/,
  /import\s*(?!type)(?:\*[^;]*|\w+[^;{]*|\{[^}]*\b(?:connect|createConnection)\b[^}]*\})\s*from "node:(?:net|tls)"/,
];
/** Each of those few, and why it may. */
const allowed: Readonly<Record<string, string>> = {
  "platform/egress/open-downloads.ts": "is the way out for what is long",
  "platform/egress/begin-exchange.ts": "is the way out",
  "serving/bind-addresses.ts": "asks its own Unix socket whether somebody answers there",
};
const sources = fileURLToPath(new URL("../../", import.meta.url));

describe("the server", () => {
  it("asks others in one place only", () => {
    const found = readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !/(^|\/)testing\//.test(file))
      .filter((file) => waysOut.some((way) => way.test(readFileSync(path.join(sources, file), "utf8"))));
    expect(found.sort()).toEqual(Object.keys(allowed).sort());
  });

  it.each([
    'await fetch("http://x")',
    "globalThis.fetch(x)",
    'import { createServer, request } from "node:http";',
    'import * as https from "node:https";',
    'import http from "node:http";',
    'import { connect } from "node:net";',
    'new WebSocket("ws://x")',
  ])("would be found out: %s", (line) => {
    expect(waysOut.some((way) => way.test(line))).toBe(true);
  });
});
