import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { addPerson } from "../accounts/index.ts";
import { get, post, stream } from "../platform/http/route.ts";
import { type ServedRoutes, serveRoutes } from "../platform/http/testing/serve-routes.ts";
import { makeSignInLink } from "../signin/index.ts";
import { multipart } from "../testing/client.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { type LocalAuthority, makeLocalAuthority } from "./testing/local-authority.ts";
import { findFreePort, missingProxy, type ProxyKind, startProxy } from "./testing/start-proxy.ts";

const name = "notes.example";

describe.each<ProxyKind>(["nginx", "Caddy"])("behind %s", (kind) => {
  const missing = missingProxy(kind);
  describe.skipIf(missing !== "")(`with its file of deploy/${missing}`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), "khoj-behind-"));
    const stops: (() => Promise<unknown>)[] = [];
    let authority: LocalAuthority;
    let database: TestDatabase;
    let server: TestServer;
    let streaming: ServedRoutes;
    let ports: Record<"khoj" | "plain" | "stream" | "stranger" | "unnamed", number>;
    let mayEnd: () => void;

    beforeAll(async () => {
      authority = makeLocalAuthority(folder, [name]);
      const [khoj = 0, plain = 0, streamed = 0, stranger = 0, unnamed = 0, spare = 0] = await Promise.all(
        Array.from({ length: 6 }, findFreePort),
      );
      ports = { khoj, plain, stream: streamed, stranger, unnamed };
      database = await openTestDatabase();
      const start = async (domain: string, port: number, trustedProxies: string[]) => {
        const publicOrigin = `https://${domain}:${port}`;
        const config = { anonymous: false, hosts: [domain], publicOrigin, trustedProxies };
        const started = await startTestServer({ database, config });
        stops.push(started.stop);
        return started;
      };
      const pass = async (port: number, upstream: string, plainPort = spare) => {
        const to = Number(new URL(upstream).port);
        const proxy = await startProxy({ kind, name, port, plainPort, upstream: to, authority });
        stops.push(proxy.stop);
      };
      server = await start(name, khoj, ["127.0.0.1"]);
      streaming = await serveRoutes(streamRoutes(), { trust: { anonymous: false, isProxy: () => true } });
      stops.push(streaming.stop);
      await pass(khoj, server.url, plain);
      await pass(streamed, streaming.url, await findFreePort());
      await pass(stranger, (await start(name, stranger, ["192.0.2.1"])).url, await findFreePort());
      await pass(unnamed, (await start("other.example", unnamed, ["127.0.0.1"])).url, await findFreePort());
    });
    afterAll(async () => {
      for (const stop of stops.reverse()) await stop();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Goes on only once the reader has what was sent before, so that a proxy which keeps it back is found out. */
    const streamRoutes = () => [
      get("/stream", { allow: "open" }, () => {
        const read = new Promise<void>((resolve) => (mayEnd = resolve));
        return stream(
          (async function* () {
            yield "first";
            await read;
            yield "second";
          })(),
        );
      }),
      post("/count", { allow: "open", body: "stream" }, async ({ stream: body }) => {
        let length = 0;
        for await (const piece of body as AsyncIterable<Buffer>) length += piece.length;
        return length;
      }),
    ];

    describe.each(["127.0.0.1", "::1"])("reached at %s", (address) => {
      const lookup = ((_: string, options: { all?: boolean }, found: (...answer: unknown[]) => void) => {
        const family = address.includes(":") ? 6 : 4;
        return options.all ? found(null, [{ address, family }]) : found(null, address, family);
      }) as never;
      const ask = async (
        port: number,
        method: string,
        place: string,
        more: RequestOptions & { body?: unknown } = {},
      ) => {
        const { body, ...options } = more;
        const url = `https://${name}:${port}${place}`;
        const outgoing = request(url, { method, ca: authority.ca, lookup, agent: false, ...options });
        outgoing.end(body as Buffer | undefined);
        const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
        return incoming;
      };
      const read = async (incoming: IncomingMessage) => ({
        ...JSON.parse(await text(incoming)),
        status: incoming.statusCode,
      });
      const own = () => ({ origin: `https://${name}:${ports.khoj}`, "sec-fetch-site": "same-origin" });

      /** Signs somebody in by a link, as their browser would. */
      async function signIn() {
        const sql = database.database;
        const link = await sql.transaction(async (sql) => {
          const email = `${kind}-${address.replaceAll(/\W/g, "")}-${Math.random().toString(36).slice(2)}@example.org`;
          const personId = await addPerson(sql, { email, state: "active", role: "user" });
          return makeSignInLink(sql, { personId, purpose: "sign-in", admits: false, origin: own().origin });
        });
        const token = new URL(link.address).searchParams.get("token");
        const headers = { ...own(), "content-type": "application/json" };
        const answer = await ask(ports.khoj, "POST", "/auth/magic/use", { headers, body: JSON.stringify({ token }) });
        answer.resume();
        return { status: answer.statusCode, cookies: answer.headers["set-cookie"] ?? [] };
      }

      it("signs people in with a cookie of this host alone, and keeps browsers at HTTPS", async () => {
        const { status, cookies } = await signIn();
        const session = cookies.find((cookie) => cookie.startsWith(`__Host-khoj-${server.instance}=`));
        expect([status, session]).toEqual([200, expect.stringMatching(/; HttpOnly; Secure; SameSite=Lax$/)]);
        const answer = await ask(ports.khoj, "GET", "/api/v1/user", { headers: { cookie: session?.split(";")[0] } });
        expect(answer.headers).toMatchObject({
          "strict-transport-security": "max-age=31536000",
          "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
        });
        expect(answer.headers.server ?? "nginx").toBe("nginx");
        answer.resume();
      });

      it("takes an upload of 90 MB, and a WebSocket", async () => {
        const { cookies } = await signIn();
        const cookie = cookies.map((set) => set.split(";")[0]).join("; ");
        const upload = multipart([
          { name: "big.bin", content: Buffer.alloc(90 * 1024 * 1024, 1), type: "application/x-none" },
        ]);
        const headers = { ...own(), ...upload.headers, cookie };
        const answer = await ask(ports.khoj, "PATCH", "/api/content?client=test", { headers, body: upload.body });
        const said = await text(answer);
        expect([answer.statusCode, said]).toEqual([200, expect.stringContaining("big.bin")]);

        const socket = new WebSocket(`wss://${name}:${ports.khoj}/api/chat/ws`, {
          headers: { ...own(), cookie },
          ca: authority.ca,
          lookup,
        } as never);
        await once(socket, "open");
        socket.send(JSON.stringify({ q: "bread" }));
        const [frame] = await once(socket, "message");
        expect(String(frame).length).toBeGreaterThan(0);
        socket.close();
        const foreign = new WebSocket(`wss://${name}:${ports.khoj}/api/chat/ws`, {
          headers: { origin: "https://evil.example", cookie },
          ca: authority.ca,
          lookup,
        } as never);
        expect((await once(foreign, "unexpected-response"))[1].statusCode).toBe(403);
      });

      it("passes a stream on piece by piece", async () => {
        const answer = await ask(ports.stream, "GET", "/stream");
        const pieces: string[] = [];
        for await (const piece of answer) {
          pieces.push(String(piece));
          mayEnd();
        }
        expect(pieces).toEqual(["first", "second"]);
      });

      it("takes nothing of what a client makes up about its way", async () => {
        const made = {
          "x-forwarded-for": "198.51.100.7",
          "x-forwarded-host": "evil.example",
          "x-forwarded-proto": "http",
        };
        const answer = await ask(ports.khoj, "GET", "/search?q=bread", { headers: made });
        answer.resume();
        const next = encodeURIComponent(`https://${name}:${ports.khoj}/search?q=bread`);
        expect([answer.statusCode, answer.headers.location]).toEqual([303, `/login?next=${next}`]);
      });

      it("is told which line is missing when the proxy is not named, or the name is another", async () => {
        const stranger = await read(await ask(ports.stranger, "GET", "/api/health"));
        expect(stranger).toMatchObject({
          status: 403,
          reason: expect.stringContaining("KHOJ_TRUSTED_PROXIES=127.0.0.1"),
        });
        const unnamed = await read(await ask(ports.unnamed, "GET", "/api/health"));
        expect(unnamed).toMatchObject({ status: 403, reason: expect.stringContaining(`KHOJ_ALLOWED_DOMAIN=${name}`) });
        expect(unnamed.reason).toContain(`"${name}:${ports.unnamed}" (header Host)`);
      });

      // Caddy does so by itself once it has a certificate of its own; in the test it is given one.
      if (kind === "Caddy") return;
      it("is led from HTTP to HTTPS", async () => {
        const outgoing = plainRequest({ host: address, port: ports.plain, path: "/chat?a=1", headers: { host: name } });
        const [answer] = (await once(outgoing.end(), "response")) as [IncomingMessage];
        answer.resume();
        expect([answer.statusCode, answer.headers.location]).toEqual([308, `https://${name}/chat?a=1`]);
      });
    });

    it("says so when Khoj is down, with headers of its own", async () => {
      await streaming.stop();
      stops.splice(stops.indexOf(streaming.stop), 1);
      const lookup = ((_: string, options: { all?: boolean }, found: (...answer: unknown[]) => void) =>
        options.all ? found(null, [{ address: "127.0.0.1", family: 4 }]) : found(null, "127.0.0.1", 4)) as never;
      const outgoing = request(`https://${name}:${ports.stream}/`, { ca: authority.ca, lookup, agent: false });
      const [answer] = (await once(outgoing.end(), "response")) as [IncomingMessage];
      expect([answer.statusCode, await text(answer)]).toEqual([502, expect.stringContaining("Khoj does not answer")]);
      expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    });
  });
});
