import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { SocketRoute } from "./socket.ts";
import { type ServedRoutes, serveRoutes } from "./testing/serve-routes.ts";

const closed: string[] = [];
const echo: SocketRoute = {
  path: "/ws",
  allow: "read",
  connect: (socket) => ({
    onMessage: (frame) => {
      if (frame === "break") throw new Error("broken");
      socket.send(`${socket.actor.username} ${socket.query.client}: ${frame}`);
    },
    onClose: () => closed.push(String(socket.signal.aborted)),
  }),
};
let served: ServedRoutes;
beforeAll(async () => {
  served = await serveRoutes([], { sockets: [echo] });
});
afterAll(() => served.stop());

const open = (headers: Record<string, string>, path = "/ws?client=web") =>
  new WebSocket(`${served.url.replace("http", "ws")}${path}`, { headers });
/** The status of the handshake; 101 when it was taken. */
const handshake = (headers: Record<string, string>, path?: string) =>
  new Promise<number | undefined>((resolve) => {
    const socket = open(headers, path);
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
    socket.on("unexpected-response", (_, answer) => resolve(answer.statusCode));
  });

const ours = { host: "localhost:42110" };
/** Chromium says no more of where a socket comes from. */
const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36" };
const says = (site: string) => ({ ...browser, "sec-fetch-site": site });

describe("a WebSocket", () => {
  it("carries frames of whoever passed the pipeline, and tells when the peer is gone", async () => {
    const socket = open({ origin: served.url });
    await once(socket, "open");
    socket.send("hello");
    const [data] = await once(socket, "message");
    expect(String(data)).toBe("somebody web: hello");
    socket.close();
    await expect.poll(() => closed).toEqual(["true"]);
  });

  it("closes with 1011 when a message breaks its route", async () => {
    const socket = open({ origin: served.url });
    await once(socket, "open");
    socket.send("break");
    const [code] = await once(socket, "close");
    expect(code).toBe(1011);
  });

  it.each([
    ["our page", { origin: "http://localhost:42110", ...ours, ...browser }, 101],
    ["our page, when the browser says so", { origin: "http://localhost:42110", ...ours, ...says("same-origin") }, 101],
    ["a page that is named", { origin: "https://named.example", ...browser }, 101],
    ["a program at another port, as clients of the contract may be", { origin: "http://localhost:3000" }, 101],
    ["a page at another port", { origin: "http://localhost:3000", ...ours, ...browser }, 403],
    ["a page at another of our names", { origin: "http://127.0.0.1:42110", ...ours, ...browser }, 403],
    ["another port, when the browser says so", { origin: "http://localhost:3000", ...says("same-site") }, 403],
    ["no origin", {}, 403],
    ["a stranger", { origin: "https://evil.example" }, 403],
    ["Obsidian", { origin: "app://obsidian.md" }, 403],
    ["a page of ours at a stranger's host", { origin: "http://localhost", host: "evil.example" }, 403],
  ])("answers %s", async (_, headers, status) => {
    expect(await handshake(headers as Record<string, string>)).toBe(status);
  });

  it("refuses an unknown path, and nobody", async () => {
    expect(await handshake({ origin: served.url }, "/other")).toBe(403);
    const closedToAll = await serveRoutes([], { sockets: [echo], identify: async () => ({}) });
    const socket = new WebSocket(`${closedToAll.url.replace("http", "ws")}/ws`, { origin: "http://localhost" });
    const [, answer] = await once(socket, "unexpected-response");
    expect(answer.statusCode).toBe(403);
    await closedToAll.stop();
  });
});
