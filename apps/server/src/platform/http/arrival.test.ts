import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCameIn } from "./client-address.ts";
import { matchNetworks } from "./networks.ts";
import { get, type Route } from "./route.ts";
import { type ServedRoutes, serveRoutes } from "./testing/serve-routes.ts";

const isProxy = (peer: string | undefined) => peer === undefined || matchNetworks(["10.0.0.0/8", "fd00::1"])(peer);
const came = (peer: string | undefined, headers: Record<string, string>) =>
  readCameIn({ headers, socket: { remoteAddress: peer, localAddress: "10.0.0.9" } as never }, isProxy);

describe("the address a request came from", () => {
  it.each<[string | undefined, string, string, string]>([
    ["192.0.2.1", "203.0.113.9", "192.0.2.1", "a stranger's word is not taken"],
    ["10.0.0.2", "203.0.113.9", "203.0.113.9", "a proxy's is"],
    ["::ffff:10.0.0.2", "203.0.113.9", "203.0.113.9", "IPv4 in IPv6 is IPv4"],
    ["fd00::1", "2001:db8::7", "2001:db8::7", "and so is one over IPv6"],
    ["fd00::2", "2001:db8::7", "fd00::2", "but not its neighbour's"],
    ["10.0.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9", "what the client claimed stands to the left"],
    ["10.0.0.2", "198.51.100.1, 203.0.113.9, 10.0.0.3", "203.0.113.9", "a second proxy of ours is passed over"],
    ["10.0.0.2", "10.0.0.7, 10.0.0.3", "10.0.0.7", "all of them ours: the farthest"],
    ["10.0.0.2", "203.0.113.9:4711", "203.0.113.9", "a port is no part of it"],
    ["10.0.0.2", "[2001:db8::7]:4711", "2001:db8::7", "nor of IPv6"],
    ["10.0.0.2", "203.0.113.9, unknown", "10.0.0.2", "what cannot be read ends the search"],
    ["10.0.0.2", "203.0.113.9, 127.1", "10.0.0.2", "and so does half an address"],
    ["10.0.0.2", "", "10.0.0.2", "no word at all"],
    [undefined, "203.0.113.9", "203.0.113.9", "who may open the socket is believed"],
    [undefined, "", "127.0.0.1", "and else sits at this computer"],
  ])("by %s with %j is %s: %s", (peer, forwarded, address) => {
    expect(came(peer, { "x-forwarded-for": forwarded }).address).toBe(address);
  });

  it("is not this computer's when whoever sent it is gone already", () => {
    const gone = readCameIn({ headers: {}, socket: {} as never }, () => false);
    expect([gone.address, gone.byProxy]).toEqual(["0.0.0.0", false]);
  });

  it.each<[string | undefined, string, string]>([
    ["192.0.2.1", "https", "http"],
    ["10.0.0.2", "https", "https"],
    ["10.0.0.2", "HTTPS", "https"],
    ["10.0.0.2", "https, http", "http"],
    ["10.0.0.2", "gopher", "http"],
    [undefined, "https", "https"],
  ])("by %s with the scheme %j is %s", (peer, proto, scheme) => {
    expect(came(peer, { "x-forwarded-proto": proto }).scheme).toBe(scheme);
  });
});

/** Says how it sees the request. */
const see: Route[] = [get("/see", { allow: "open" }, ({ origin, from }) => ({ origin, address: from.address }))];
const rules = {
  anonymous: false,
  hosts: ["localhost", "127.0.0.1", "::1", "notes.example", "khoj"],
  domains: ["notes.example", "khoj"],
  publicOrigin: "https://notes.example:8443",
};
const forwarded = { "x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9" };

describe("behind a proxy that is named", () => {
  let served: ServedRoutes;
  beforeAll(async () => {
    served = await serveRoutes(see, { trust: { ...rules, isProxy: (peer) => peer === "127.0.0.1" } });
  });
  afterAll(() => served.stop());
  const ask = (headers: Record<string, string>) => served.get("/see", { ...forwarded, ...headers });

  it.each([
    ["the name with its port", { host: "notes.example:8443" }],
    ["a proxy that leaves the port out", { host: "notes.example" }],
    ["a proxy with a name for us of its own", { host: "khoj", "x-forwarded-host": "notes.example:8443" }],
    ["a proxy that says the address", { host: "127.0.0.1:42110", "x-forwarded-host": "notes.example" }],
  ])("knows what the person typed: %s", async (_, headers) => {
    const answer = await ask(headers as Record<string, string>);
    expect(answer.json()).toEqual({ origin: "https://notes.example:8443", address: "203.0.113.9" });
    expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
  });

  it.each([
    ["evil.example", "KHOJ_ALLOWED_DOMAIN=evil.example"],
    ["notes.example.evil.example", "X-Forwarded-Host"],
    ["notes.example, evil.example", "X-Forwarded-Host"],
    // Many proxies pass on what a client claims: a name of this computer would be theirs to choose.
    ["localhost", "X-Forwarded-Host"],
    ["127.0.0.1", "X-Forwarded-Host"],
    ["notes.example@evil.example", "X-Forwarded-Host"],
  ])("refuses the forwarded host %j with the line to add", async (host, words) => {
    const answer = await ask({ host: "notes.example", "x-forwarded-host": host });
    expect([answer.status, answer.json().reason]).toEqual([403, expect.stringContaining(words)]);
  });

  it("asks a proxy that does not say HTTPS to do so", async () => {
    for (const proto of ["", "http"]) {
      const answer = await ask({ host: "notes.example", "x-forwarded-proto": proto });
      expect(answer.status).toBe(403);
      expect(answer.json().reason).toContain("proxy_set_header X-Forwarded-Proto $scheme");
    }
  });
});

describe("where no proxy is named", () => {
  let served: ServedRoutes;
  beforeAll(async () => {
    served = await serveRoutes(see, { trust: rules });
  });
  afterAll(() => served.stop());

  it("takes nothing a stranger says of where a request comes from or goes to", async () => {
    const said = { ...forwarded, "x-forwarded-host": "evil.example", forwarded: "host=evil.example;proto=https" };
    const answer = await served.get("/see", said);
    expect(answer.json()).toEqual({ origin: served.url, address: "127.0.0.1" });
    expect(answer.headers["strict-transport-security"]).toBeUndefined();
  });

  it("refuses the domain over plain HTTP, and names the proxy it saw and the line to add", async () => {
    const answer = await served.get("/see", { ...forwarded, host: "notes.example" });
    expect(answer.status).toBe(403);
    expect(answer.json().reason).toContain("KHOJ_TRUSTED_PROXIES=127.0.0.1");
  });

  it("serves the domain over plain HTTP where that is meant", async () => {
    const plain = await serveRoutes(see, {
      trust: { ...rules, plainHttp: true, publicOrigin: "http://notes.example" },
    });
    const answer = await plain.get("/see", { host: "notes.example" });
    await plain.stop();
    expect(answer.json().origin).toBe("http://notes.example");
  });

  it("answers for the address a connection came to, when bound to all, and for no other", async () => {
    const trust = { anonymous: false, hosts: ["localhost"], domains: [], everyAddress: true };
    const all = await serveRoutes(see, { trust });
    const statuses = await Promise.all(
      ["127.0.0.1", "localhost", "127.0.0.2", "192.0.2.1", "0.0.0.0", "127.1", "evil.example"].map(
        async (host) => (await all.get("/see", { host })).status,
      ),
    );
    await all.stop();
    expect(statuses).toEqual([200, 200, 403, 403, 403, 403, 403]);
  });
});
