import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { forbidden, KhojError, notFound } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { get, post, Reply, type Route, redirect, stream } from "./route.ts";
import { type ServedRoutes, serveRoutes, somebody } from "./testing/serve-routes.ts";

const fail = (error: unknown) => () => {
  throw error;
};
async function* pieces() {
  yield "data: one\n\n";
  yield "data: two\n\n";
}
const routes: Route[] = [
  get("/200", { allow: "open" }, () => ({ a: 1 })),
  get("/204", { allow: "open" }, () => new Reply(204, "")),
  get("/303", { allow: "open" }, () => redirect(303, "/200")),
  get("/304", { allow: "open" }, () => new Reply(304, "", { etag: '"x"' })),
  get("/400", { allow: "open" }, fail(new KhojError("bad_request", "x"))),
  get("/401", { allow: "open" }, () => new Reply(401, { detail: "x" })),
  get("/403", { allow: "open" }, fail(forbidden("x"))),
  get("/404", { allow: "open" }, fail(notFound("document", "x"))),
  get("/409", { allow: "open" }, fail(new KhojError("conflict", "x"))),
  post("/413", { allow: "open", body: z.unknown(), bodyLimit: 10 }, () => "x"),
  get("/422", { allow: "open", query: z.object({ q: z.string() }) }, () => "x"),
  get("/429", { allow: "open" }, fail(new KhojError("too_many", "x", { retryAfter: 3 }))),
  get("/500", { allow: "open" }, fail(new Error("x"))),
  get("/501", { allow: "open" }, fail(new KhojError("not_configured", "x"))),
  get("/503", { allow: "open" }, fail(new KhojError("unavailable", "x"))),
  get("/closed", { allow: "read" }, () => "x"),
  get("/personal", { allow: "read", toSignIn: true }, () => "x"),
  get("/stream", { allow: "open" }, () => stream(pieces(), "text/event-stream")),
  get("/download", { allow: "open" }, () => new Reply(200, Buffer.from("x"), { "content-disposition": "attachment" })),
];
let served: ServedRoutes;
beforeAll(async () => {
  const connectNobody = () => ({ onMessage: () => undefined });
  served = await serveRoutes(routes, {
    identify: async ({ headers }) => (headers.cookie === undefined ? {} : { actor: somebody }),
    sockets: [{ path: "/ws", allow: "read", connect: connectNobody }],
    trust: { anonymous: false, isProxy: () => true },
  });
});
afterAll(() => served.stop());

const ask =
  (method: string, path: string, more: Record<string, string> = {}, body?: string) =>
  async (over: object) => {
    const answer = await served.request(method, path, { headers: { ...over, ...more }, ...(body && { body }) });
    return { status: answer.status, headers: answer.headers };
  };
const refusedHandshake = async (over: object) => {
  const socket = new WebSocket(`${served.url.replace("http", "ws")}/ws`, { headers: { ...over, origin: served.url } });
  const [, answer] = await once(socket, "unexpected-response");
  return { status: answer.statusCode, headers: answer.headers as IncomingHttpHeaders };
};
/** What is no HTTP came by no proxy, so that nothing is known of its scheme. */
const raw = (sent: string) => async () => {
  const { hostname, port } = new URL(served.url);
  const socket = connect(Number(port), hostname, () => socket.write(sent));
  let all = "";
  socket.on("data", (data) => (all += data.toString()));
  await once(socket, "close");
  const [first = "", ...lines] = (all.split("\r\n\r\n")[0] ?? "").split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  return { status: Number(first.split(" ")[1]), headers };
};

const kinds: [string, number, (over: object) => Promise<{ status: number; headers: IncomingHttpHeaders }>][] = [
  ...[200, 204, 303, 304, 400, 401, 403, 404, 409, 422, 429, 500, 501, 503].map((status): (typeof kinds)[number] => [
    "an answer",
    status,
    ask("GET", `/${status}`),
  ]),
  ["HEAD", 200, ask("HEAD", "/200")],
  ["a path nobody knows", 404, ask("GET", "/nowhere")],
  ["a path that cannot be read", 400, ask("GET", "/%zz")],
  ["another method", 405, ask("DELETE", "/200")],
  ["a slash too many", 307, ask("GET", "/200/")],
  ["a body that is too long", 413, ask("POST", "/413", {}, '"0123456789"')],
  ["a body that is no JSON", 422, ask("POST", "/413", {}, "{")],
  ["nobody, refused", 403, ask("GET", "/closed")],
  ["nobody, led to sign in", 303, ask("GET", "/personal")],
  ["another host", 403, ask("GET", "/200", { host: "evil.example" })],
  ["another site", 403, ask("POST", "/413", { origin: "https://evil.example" })],
  ["a preflight", 200, ask("OPTIONS", "/200", { origin: "app://obsidian.md", "access-control-request-method": "GET" })],
  [
    "a preflight, refused",
    400,
    ask("OPTIONS", "/200", { origin: "https://e.example", "access-control-request-method": "GET" }),
  ],
  ["a stream", 200, ask("GET", "/stream")],
  ["a download", 200, ask("GET", "/download")],
  ["a handshake, refused", 403, refusedHandshake],
];
const bare: typeof kinds = [
  ["what is no HTTP", 400, raw("NONSENSE\r\n\r\n")],
  ["headers that are too long", 431, raw(`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"x".repeat(600_000)}\r\n\r\n`)],
];

const always = {
  "content-security-policy":
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; frame-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(self), midi=(), payment=(), serial=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

describe("the headers of every kind of answer", () => {
  it.each([...kinds, ...bare])("%s, %i", async (_, status, get) => {
    const answer = await get({});
    expect(answer).toMatchObject({ status, headers: { ...always, vary: expect.stringContaining("Origin") } });
    expect(answer.headers["strict-transport-security"]).toBeUndefined();
    expect(answer.headers.server ?? answer.headers["x-powered-by"]).toBeUndefined();
  });

  it.each(kinds)("over HTTPS ask to stay with it: %s, %i", async (_, status, get) => {
    const answer = await get({ "x-forwarded-proto": "https" });
    const headers = { ...always, "strict-transport-security": "max-age=31536000" };
    // The page of the test speaks plain HTTP, so over HTTPS it is another site to a handshake.
    expect(answer).toMatchObject({ status, headers });
  });
});
