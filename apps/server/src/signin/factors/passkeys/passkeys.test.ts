import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setCookie } from "../../../accounts/index.ts";
import { openBrowser } from "../../../testing/browser.ts";
import type { Client } from "../../../testing/client.ts";
import { signInAs } from "../../../testing/sign-in-as.ts";
import { type Bent, SoftwareAuthenticator } from "../../../testing/software-authenticator.ts";
import { startTestServer, type TestServer } from "../../../testing/start-test-server.ts";
import { secondFactorFlow } from "../../finish-sign-in.ts";
import { makeFlow } from "../../flows/flows.ts";
import { findPasskeyPlace } from "./passkey-place.ts";

let server: TestServer;
let host: string;
let origin: string;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  host = `localhost:${new URL(server.url).port}`;
  origin = `http://${host}`;
});
afterAll(() => server.stop());

let people = 0;
async function signedIn(role: "user" | "admin" = "user") {
  const email = `key-${++people}@example.org`;
  const { personId, cookie } = await signInAs(server, { email, role, strong: false });
  return { email, personId, browser: openBrowser(server, { host, cookies: cookie }) };
}
type Browser = Awaited<ReturnType<typeof signedIn>>["browser"];

async function add(browser: Browser, bent: Bent = {}, name = "My phone") {
  const authenticator = new SoftwareAuthenticator(origin);
  const options = (await browser.send("POST", "/api/account/methods/passkeys/options", {})).json();
  const credential = authenticator.make(options, bent);
  const answer = await browser.send("POST", "/api/account/methods/passkeys", { name, credential });
  return { authenticator, answer, options };
}

/** Signs in with nothing but the passkey; gives the answer, and the browser it was done in. */
async function signIn(authenticator: SoftwareAuthenticator, bent: Bent = {}, next?: string) {
  const browser = openBrowser(server, { host });
  const options = (await browser.send("POST", "/auth/passkey/options", {})).json();
  const credential = authenticator.get(options, bent);
  const answer = await browser.send("POST", "/auth/passkey/verify", { credential, ...(next && { next }) });
  return { answer, browser, options, credential };
}

async function lastEvent(kind: string): Promise<unknown> {
  const rows = await server.database.database.statement(
    "SELECT outcome, facts FROM events WHERE kind = $1 ORDER BY seq DESC LIMIT 1",
    [kind],
  );
  return rows[0];
}

describe("a passkey", () => {
  it("is asked for so that it is found without a name, verifies the person, and belongs to this host", async () => {
    const { browser, email, personId } = await signedIn();
    const { options, answer } = await add(browser);
    expect(options).toMatchObject({
      rp: { id: "localhost" },
      user: { name: email, id: Buffer.from(personId).toString("base64url") },
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect(answer.json().codes).toHaveLength(10);
  });

  it("signs in without a name, as both factors at once", async () => {
    const { browser, email } = await signedIn();
    const { authenticator } = await add(browser);
    const { answer, browser: other, options } = await signIn(authenticator, {}, "/search?q=bread");
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required", allowCredentials: [] });
    expect(answer.json()).toEqual({ status: "signed-in", next: "/search?q=bread" });
    expect((await other.get("/api/v1/user")).json().email).toBe(email);
    const { devices } = (await other.get("/api/account/devices")).json();
    expect(devices.find((device: { current: boolean }) => device.current)).toMatchObject({
      strong: true,
      methods: ["passkey"],
    });
  });

  it("finishes a sign-in that is half-way, and proves that it is still you", async () => {
    const { browser, personId } = await signedIn();
    const { authenticator } = await add(browser);
    const state = { methods: ["password"], next: "/files" };
    const token = await server.database.database.transaction((sql) =>
      makeFlow(sql, secondFactorFlow, { personId, state }),
    );
    const cookies = setCookie("flow", server.instance, "http", token).split(";")[0] ?? "";
    const other = openBrowser(server, { host, cookies });
    const options = (await other.send("POST", "/auth/passkey/options", {})).json();
    const credential = authenticator.get(options);
    const answer = await other.send("POST", "/auth/passkey/verify", { credential });
    expect(answer.json()).toEqual({ status: "signed-in", next: "/files" });
    const asked = (await other.send("POST", "/auth/elevate/options", {})).json();
    expect(asked.allowCredentials).toMatchObject([{ id: authenticator.id }]);
    const proof = { kind: "passkey", credential: authenticator.get(asked) };
    expect((await other.send("POST", "/auth/elevate", proof)).status).toBe(200);
    expect((await other.send("POST", "/auth/elevate", proof)).status).toBe(401);
  });

  it("has a name that can be changed, and there may be several", async () => {
    const { browser } = await signedIn();
    const { authenticator } = await add(browser);
    expect((await add(browser, {}, "Key in the drawer")).answer.json()).toHaveProperty("codes");
    const renamed = await browser.send("PATCH", `/api/account/methods/passkeys/${authenticator.id}`, {
      name: "Old phone",
    });
    expect(renamed.status).toBe(200);
    const { passkeys } = (await browser.get("/api/account/methods")).json();
    expect(passkeys).toMatchObject([
      { name: "Old phone", backed_up: true, used_at: null },
      { name: "Key in the drawer", backed_up: true },
    ]);
  });
});

describe("a passkey of a server with a name, behind a proxy", () => {
  it("belongs to that name over HTTPS, and its cookies to that host alone", async () => {
    const config = { publicOrigin: "https://notes.example", hosts: ["notes.example"], trustedProxies: ["127.0.0.1"] };
    const named = await startTestServer({ config: { anonymous: false, ...config } });
    const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "notes.example" };
    const proxied: Client = {
      ...named,
      request: (method, path, ask) =>
        named.request(method, path, { ...ask, headers: { ...ask?.headers, ...forwarded } }),
    };
    const { cookie } = await signInAs(named, { email: "named@example.org" });
    const browser = openBrowser(proxied, { host: "notes.example", cookies: `__Host-${cookie}` });
    const authenticator = new SoftwareAuthenticator("https://notes.example");
    const options = (await browser.send("POST", "/api/account/methods/passkeys/options", {})).json();
    expect(options.rp.id).toBe("notes.example");
    const made = { name: "Phone", credential: authenticator.make(options) };
    expect((await browser.send("POST", "/api/account/methods/passkeys", made)).status).toBe(200);
    const other = openBrowser(proxied, { host: "notes.example" });
    const asked = (await other.send("POST", "/auth/passkey/options", {})).json();
    const answer = await other.send("POST", "/auth/passkey/verify", { credential: authenticator.get(asked) });
    expect(answer.json().status).toBe("signed-in");
    for (const set of [answer.headers["set-cookie"] ?? []].flat()) expect(set).toMatch(/^__Host-.*; Path=\/.*; Secure/);
    await named.stop();
  });
});

describe("a sign-in by passkey is refused", () => {
  const attacks: readonly [string, () => Bent, string][] = [
    ["from the page of another origin", () => ({ origin: "http://localhost.evil.example" }), "wrong origin"],
    ["from another port of this host", () => ({ origin: "http://localhost:1" }), "wrong origin"],
    ["from the same host over HTTPS", () => ({ origin: origin.replace("http:", "https:") }), "wrong origin"],
    ["for another host", () => ({ rpId: "evil.example" }), "wrong RP id"],
    ["when the person was not verified", () => ({ verified: false }), "person not verified"],
    ["for another challenge", () => ({ challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }), "wrong challenge"],
    [
      "signed by another key",
      () => ({ key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey }),
      "wrong signature",
    ],
    [
      "that names somebody else",
      () => ({ userHandle: Buffer.from("somebody else").toString("base64url") }),
      "passkey names somebody else",
    ],
  ];
  it.each(attacks)("%s", async (_name, bent, why) => {
    const { browser } = await signedIn();
    const { authenticator } = await add(browser);
    const { answer, browser: other } = await signIn(authenticator, bent());
    expect(answer.status).toBe(401);
    expect(await lastEvent("factor.passkey")).toEqual({ outcome: "refused", facts: { why } });
    expect((await other.get("/api/v1/user")).status).toBe(403);
    expect((await signIn(authenticator)).answer.status).toBe(200);
  });

  it("when it is sent a second time, or from another browser than was asked", async () => {
    const { browser } = await signedIn();
    const { authenticator } = await add(browser);
    const { browser: other, credential, answer } = await signIn(authenticator);
    expect(answer.status).toBe(200);
    expect((await other.send("POST", "/auth/passkey/verify", { credential })).status).toBe(401);
    const asked = openBrowser(server, { host });
    const options = (await asked.send("POST", "/auth/passkey/options", {})).json();
    const stolen = { credential: authenticator.get(options) };
    expect((await openBrowser(server, { host }).send("POST", "/auth/passkey/verify", stolen)).status).toBe(401);
    const cookies = [...asked.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const twins = [openBrowser(server, { host, cookies }), openBrowser(server, { host, cookies })];
    const answers = await Promise.all(twins.map((twin) => twin.send("POST", "/auth/passkey/verify", stolen)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it("when its counter goes back or stands, as a copied key's does", async () => {
    const { browser } = await signedIn();
    const { authenticator } = await add(browser, { counter: 5 });
    expect((await signIn(authenticator, { counter: 6 })).answer.status).toBe(200);
    for (const counter of [6, 4, 0]) expect((await signIn(authenticator, { counter })).answer.status).toBe(401);
    expect(await lastEvent("factor.passkey")).toEqual({ outcome: "refused", facts: { why: "counter went back" } });
    expect((await signIn(authenticator, { counter: 7 })).answer.status).toBe(200);
  });

  it("when it is unknown, no answer of a passkey at all, or its person is suspended", async () => {
    const { browser, personId } = await signedIn();
    const { authenticator } = await add(browser);
    const stranger = new SoftwareAuthenticator(origin);
    expect((await signIn(stranger)).answer.status).toBe(401);
    const page = openBrowser(server, { host });
    await page.send("POST", "/auth/passkey/options", {});
    expect((await page.send("POST", "/auth/passkey/verify", { credential: { id: [] } })).status).toBe(401);
    await server.database.database.statement("UPDATE people SET state = 'suspended' WHERE id = $1", [personId]);
    expect((await signIn(authenticator)).answer.status).toBe(403);
  });
});

describe("adding a passkey is refused", () => {
  const attacks: readonly [string, Bent][] = [
    ["made for another origin", { origin: "http://localhost.evil.example" }],
    ["made for another host", { rpId: "evil.example" }],
    ["that did not verify the person", { verified: false }],
    ["that answers another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
  ];
  it.each(attacks)("%s", async (_name, bent) => {
    const { browser } = await signedIn();
    const { answer } = await add(browser, bent);
    expect(answer.status).toBe(400);
    expect((await browser.get("/api/account/methods")).json().passkeys).toEqual([]);
  });

  it("into another person's account, of somebody else's passkey, and of proof by somebody else's", async () => {
    const anna = await signedIn();
    const bert = await signedIn();
    const { authenticator } = await add(anna.browser);
    const options = (await anna.browser.send("POST", "/api/account/methods/passkeys/options", {})).json();
    for (const [name, value] of anna.browser.cookies)
      if (name.includes("passkey")) bert.browser.cookies.set(name, value);
    const credential = new SoftwareAuthenticator(origin).make(options);
    expect((await bert.browser.send("POST", "/api/account/methods/passkeys", { name: "x", credential })).status).toBe(
      401,
    );
    await add(bert.browser);
    const asked = (await bert.browser.send("POST", "/auth/elevate/options", {})).json();
    const foreign = await bert.browser.send("POST", "/auth/elevate", {
      kind: "passkey",
      credential: authenticator.get(asked),
    });
    expect(foreign.status).toBe(401);
    expect((await bert.browser.request("DELETE", `/api/account/methods/passkeys/${authenticator.id}`)).status).toBe(
      404,
    );
  });
});

describe("removing a passkey", () => {
  it("is refused when it is the only way in; of two at once one stays", async () => {
    const { browser } = await signedIn();
    const { authenticator: one } = await add(browser);
    const { authenticator: two } = await add(browser);
    const remove = (id: string) => browser.request("DELETE", `/api/account/methods/passkeys/${id}`);
    const answers = await Promise.all([remove(one.id), remove(two.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await browser.get("/api/account/methods")).json().passkeys).toHaveLength(1);
  });
});

describe("where passkeys are", () => {
  it.each([
    ["http://localhost:42110", undefined, "localhost"],
    ["https://notes.example", "https://notes.example", "notes.example"],
    ["https://notes.example:8443", "https://notes.example:8443", "notes.example"],
    ["http://localhost:42110", "https://notes.example", "localhost"],
  ])("%s with KHOJ_DOMAIN %s", (page, publicOrigin, rpId) => {
    expect(findPasskeyPlace(publicOrigin, page).place).toEqual({ rpId, origin: page });
  });

  it.each([
    ["http://127.0.0.1:42110", undefined, "open http://localhost:42110"],
    ["http://[::1]:42110", undefined, "open http://localhost:42110"],
    ["https://192.168.1.5", "https://notes.example", "open https://notes.example"],
    ["http://notes.example", "http://notes.example", "HTTPS"],
    ["https://other.example", "https://notes.example", "belong to https://notes.example"],
    ["https://notes.example", undefined, "KHOJ_DOMAIN=notes.example"],
  ])("not %s with KHOJ_DOMAIN %s, and it says why", (page, publicOrigin, sentence) => {
    expect(findPasskeyPlace(publicOrigin, page).problem).toContain(sentence);
  });

  it("is told by the options of the sign-in page, and elsewhere none is asked for", async () => {
    expect((await server.get("/auth/options")).json().passkey_problem).toContain("open http://localhost");
    expect((await server.get("/auth/options", { host })).json().passkey_problem).toBeNull();
    expect((await server.send("POST", "/auth/passkey/options", {})).status).toBe(400);
  });
});
