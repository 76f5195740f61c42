import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { writeSetting } from "../../accounts/index.ts";
import { openBrowser } from "../../testing/browser.ts";
import type { TestProvider } from "../../testing/open-test-provider.ts";
import { signInAs } from "../../testing/sign-in-as.ts";
import { type ProviderServer, startProviderServer, whoIs } from "../testing/provider-server.ts";
import { forgetLimits } from "../testing/sign-in-server.ts";

let world: ProviderServer;
let server: ProviderServer["server"];
let oidc: TestProvider;
beforeAll(async () => {
  world = await startProviderServer();
  ({ server, oidc } = world);
});
afterAll(() => world.stop());
beforeEach(() => forgetLimits(server));
afterEach(() => world.mend());

const provider = (name: "google" | "oidc"): TestProvider => world[name];
const account: ProviderServer["account"] = (...given) => world.account(...given);
const goAndReturn: ProviderServer["goAndReturn"] = (...given) => world.goAndReturn(...given);
const signIn: ProviderServer["signIn"] = (...given) => world.signIn(...given);
const person: ProviderServer["person"] = (...given) => world.person(...given);
const linked: ProviderServer["linked"] = (...given) => world.linked(...given);
const run: ProviderServer["run"] = (...given) => world.run(...given);

describe.each(["google", "oidc"] as const)("sign-in by %s", (name) => {
  it("goes with state, nonce and PKCE, and comes back signed in, where they wanted to go", async () => {
    const { subject, email } = account(name);
    await person(email);
    const { answer, browser, begun } = await signIn(name, subject, undefined, "?next=/search%3Fq%3Dbread");
    expect(Object.fromEntries(begun.searchParams)).toMatchObject({
      response_type: "code",
      client_id: "khoj",
      code_challenge_method: "S256",
      redirect_uri: `${server.url}${name === "google" ? "/auth/redirect" : "/auth/oidc/callback"}`,
    });
    for (const name of ["state", "nonce", "code_challenge"])
      expect(begun.searchParams.get(name)?.length).toBeGreaterThan(40);
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe("/search?q=bread");
    expect(await whoIs(browser)).toBe(email);
  });

  it("knows an account by its subject, whatever its address becomes", async () => {
    const { subject, email } = await linked(name);
    provider(name).people.set(subject, { email: `other-${email}`, email_verified: false });
    expect(await whoIs((await signIn(name, subject)).browser)).toBe(email);
  });

  it("leads to this server alone afterwards", async () => {
    const { subject } = await linked(name);
    for (const next of ["//evil.example", "/%5Cevil.example", "https://evil.example/", "%2F%2Fevil.example"])
      expect((await signIn(name, subject, undefined, `?next=${next}`)).answer.headers.location).toBe("/");
  });

  it("makes of somebody unknown an account that waits, without rights, and lets them in by it once approved", async () => {
    const { subject, email } = account(name);
    const { answer, browser } = await signIn(name, subject);
    expect(answer.headers.location).toBe("/login?reason=pending");
    expect(await whoIs(browser)).toBeUndefined();
    const [row] = await run<{ id: string; state: string }>("SELECT id, state FROM people WHERE email = $1", [email]);
    expect(row?.state).toBe("unverified");
    await run("UPDATE people SET state = 'active' WHERE email = $1", [email]);
    expect(await whoIs((await signIn(name, subject)).browser)).toBe(email);
  });

  it("gives an address that is not verified nothing: no account of that address, nor one that waits for it", async () => {
    const victim = account(name);
    await person(victim.email);
    const thief = account(name, { email: victim.email, email_verified: false });
    const taken = await signIn(name, thief.subject);
    expect(taken.answer.headers.location).toBe("/login?reason=identity-unlinked");
    expect(await whoIs(taken.browser)).toBeUndefined();
    const waiting = account(name, { email_verified: false });
    expect((await signIn(name, waiting.subject)).answer.headers.location).toBe("/login?reason=pending");
    await run("UPDATE people SET state = 'active', email_verified_at = now() WHERE email = $1", [waiting.email]);
    expect((await signIn(name, waiting.subject)).answer.headers.location).toBe("/login?reason=identity-unlinked");
  });

  it("links to an existing account only when that one's address was verified by a link", async () => {
    const { subject, email } = account(name);
    await person(email, { verified: false });
    const { answer, browser } = await signIn(name, subject);
    expect(answer.headers.location).toBe("/login?reason=identity-unlinked");
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("asks for the second factor of who has one", async () => {
    const { subject, personId } = await linked(name);
    await run("INSERT INTO totp (person_id, confirmed_at) VALUES ($1, now())", [personId]);
    const { answer, browser } = await signIn(name, subject, undefined, "?next=/files");
    expect(answer.headers.location).toBe("/login?step=second-factor&ways=totp&next=%2Ffiles");
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("is refused to who is suspended", async () => {
    const { subject, personId } = await linked(name);
    await run("UPDATE people SET state = 'suspended' WHERE id = $1", [personId]);
    const { answer, browser } = await signIn(name, subject);
    expect(answer.headers.location).toBe("/login?reason=suspended");
    expect(await whoIs(browser)).toBeUndefined();
  });
});

describe.each(["google", "oidc"] as const)("what comes back from %s is refused", (name) => {
  const attacks: readonly [string, (bends: TestProvider["bends"]) => void, string][] = [
    [
      "with another nonce",
      (bends) => {
        bends.claims = (claims) => ({ ...claims, nonce: "another" });
      },
      "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
    ],
    [
      "without a nonce",
      (bends) => {
        bends.claims = ({ nonce: _gone, ...claims }) => claims;
      },
      "OAUTH_INVALID_RESPONSE",
    ],
    [
      "for another audience",
      (bends) => {
        bends.claims = (claims) => ({ ...claims, aud: "another" });
      },
      "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
    ],
    [
      "for another party",
      (bends) => {
        bends.claims = (claims) => ({ ...claims, aud: ["khoj", "another"], azp: "another" });
      },
      "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
    ],
    [
      "from another issuer",
      (bends) => {
        bends.claims = (claims) => ({ ...claims, iss: "https://evil.example" });
      },
      "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
    ],
    [
      "expired",
      (bends) => {
        bends.claims = (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 300 });
      },
      "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
    ],
    [
      "signed by a key that is not the provider's",
      (bends) => {
        bends.foreignKey = true;
      },
      "OAUTH_INVALID_RESPONSE",
    ],
  ];
  it.each(attacks)("%s", async (_what, bend, why) => {
    const { subject } = await linked(name);
    const { browser, path } = await goAndReturn(name, subject);
    bend(provider(name).bends);
    const answer = await browser.get(path);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe("/login?reason=provider-failed");
    expect(await whoIs(browser)).toBeUndefined();
    expect((await world.lastEvent(`sign-in.${name}`))?.facts).toEqual({ why, refusal: "provider-failed" });
  });

  it("with another state, or none", async () => {
    const { subject } = await linked(name);
    for (const replaced of ["state=another", ""]) {
      const { browser, path } = await goAndReturn(name, subject);
      const answer = await browser.get(path.replace(/state=[^&]+/, replaced));
      expect(answer.headers.location).toBe("/login?reason=provider-failed");
      expect(await whoIs(browser)).toBeUndefined();
    }
  });

  it("in a browser that did not ask for it, so that nobody is signed in as a stranger", async () => {
    const { subject } = await linked(name);
    const { path } = await goAndReturn(name, subject);
    const victim = openBrowser(server);
    expect((await victim.get(path)).headers.location).toBe("/login?reason=provider-expired");
    const other = await goAndReturn(name, (await linked(name)).subject);
    expect((await other.browser.get(path)).headers.location).toBe("/login?reason=provider-failed");
    expect(await whoIs(other.browser)).toBeUndefined();
  });

  it("a second time, and at the door of the other provider", async () => {
    const { subject } = await linked(name);
    const { browser, path, answer } = await signIn(name, subject);
    expect(answer.headers.location).toBe("/");
    browser.cookies.clear();
    expect((await browser.get(path)).headers.location).toBe("/login?reason=provider-expired");
    const twice = await goAndReturn(name, subject);
    const cookies = [...twice.browser.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
    const both = [openBrowser(server, { cookies }), openBrowser(server, { cookies })];
    const answers = await Promise.all(both.map((each) => each.get(twice.path)));
    expect(answers.map(({ headers }) => headers.location).sort()).toEqual(["/", "/login?reason=provider-expired"]);
    const crossed = await goAndReturn(name, subject);
    const wrongDoor = name === "google" ? "/auth/oidc/callback" : "/auth/redirect";
    const query = crossed.path.slice(crossed.path.indexOf("?"));
    expect((await crossed.browser.get(`${wrongDoor}${query}`)).headers.location).toBe("/login?reason=provider-expired");
  });

  it("as an error: each ends at the login page with a reason and an event, and nobody is signed in", async () => {
    const { subject } = await linked(name);
    provider(name).bends.refuses = "access_denied";
    expect((await signIn(name, subject)).answer.headers.location).toBe("/login?reason=provider-denied");
    provider(name).bends.refuses = "invalid_request";
    expect((await signIn(name, subject)).answer.headers.location).toBe("/login?reason=provider-failed");
    provider(name).bends.refuses = undefined;
    const broken = await goAndReturn(name, subject);
    provider(name).bends.tokenStatus = 500;
    expect((await broken.browser.get(broken.path)).headers.location).toBe("/login?reason=provider-down");
    expect((await world.lastEvent(`sign-in.${name}`))?.facts.refusal).toBe("provider-down");
    expect(await whoIs(broken.browser)).toBeUndefined();
    const garbage = await goAndReturn(name, subject);
    const code = garbage.path.replace(/code=[^&]+/, "code=made-up");
    provider(name).bends.tokenStatus = undefined;
    expect((await garbage.browser.get(code)).headers.location).toBe("/login?reason=provider-failed");
  });
});

describe("coming back without having gone", () => {
  it("is kept sixty times of a network in an hour, so that it fills no table", async () => {
    const kept = async () =>
      (await run("SELECT 1 FROM events WHERE kind = 'sign-in.oidc' AND outcome = 'refused'")).length;
    const before = await kept();
    const back = Array.from({ length: 80 }, () => server.get("/auth/oidc/callback?code=x&state=y"));
    expect(new Set((await Promise.all(back)).map(({ headers }) => headers.location))).toEqual(
      new Set(["/login?reason=provider-expired"]),
    );
    expect((await kept()) - before).toBe(60);
  });
});

describe("a provider", () => {
  it("may change its keys between two sign-ins", async () => {
    const { subject, email } = await linked("oidc");
    oidc.rotateKeys();
    expect(await whoIs((await signIn("oidc", subject)).browser)).toBe(email);
  });

  it("that is down keeps nobody waiting, and the other ways in work", async () => {
    const { subject } = await linked("oidc");
    const { browser, path } = await goAndReturn("oidc", subject);
    oidc.bends.down = "silent";
    const answer = await browser.get(path);
    expect(answer.headers.location).toBe("/login?reason=provider-down");
    expect(await whoIs((await signIn("google", (await linked("google")).subject)).browser)).toBeDefined();
  });
});

describe("signing in again", () => {
  it("makes the provider ask, not remember, and ends the session there was", async () => {
    const { browser, subject } = await linked("oidc");
    const before = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const { begun } = await signIn("oidc", subject, browser);
    expect(begun.searchParams.get("prompt")).toBe("login");
    expect(await whoIs(browser)).toBeDefined();
    expect(await whoIs(openBrowser(server, { cookies: before }))).toBeUndefined();
  });
});

describe("Google's word for an address", () => {
  it("counts for Gmail and for an organisation; another address is linked by who is signed in", async () => {
    const other = account("google", { email: "anna@elsewhere.example" });
    await person("anna@elsewhere.example");
    expect((await signIn("google", other.subject)).answer.headers.location).toBe("/login?reason=identity-unlinked");
    const organised = account("google", { email: "anna@company.example", hd: "company.example" });
    await person("anna@company.example");
    expect((await signIn("google", organised.subject)).answer.headers.location).toBe("/");
  });

  it("makes no account of such an address its own, one that waits or was invited as little as a new one", async () => {
    const stale = (email: string) => account("google", { email }).subject;
    const setSignUp = (mode: string) =>
      server.database.database.transaction((sql) => writeSetting(sql, "sign_up", mode));
    const owners = (email: string) =>
      run(
        "SELECT 1 FROM identities JOIN people ON people.id = person_id WHERE people.email = $1 OR identities.email = $1",
        [email],
      );
    await server.send("POST", "/auth/magic", { email: "waits@elsewhere.example" });
    const waits = stale("waits@elsewhere.example");
    expect((await signIn("google", waits)).answer.headers.location).toBe("/login?reason=pending");
    await run("UPDATE people SET state = 'active' WHERE email = 'waits@elsewhere.example'");
    expect(await whoIs((await signIn("google", waits)).browser)).toBeUndefined();
    await setSignUp("open");
    await person("invited@elsewhere.example", { verified: false, role: "admin" });
    await run("UPDATE people SET state = 'invited' WHERE email = 'invited@elsewhere.example'");
    expect(await whoIs((await signIn("google", stale("invited@elsewhere.example"))).browser)).toBeUndefined();
    expect(await whoIs((await signIn("google", stale("nobody@elsewhere.example"))).browser)).toBeUndefined();
    await setSignUp("closed");
    for (const name of ["waits", "invited", "nobody"]) expect(await owners(`${name}@elsewhere.example`)).toEqual([]);
  });
});

describe("linking an account under Settings", () => {
  it("needs proof that it is still them, and makes it a way in whatever its address is", async () => {
    const { browser } = await person("links@example.org");
    const { subject } = account("oidc", { email: "somebody@else.example", email_verified: false });
    const { url } = (await browser.send("POST", "/api/account/methods/identities/oidc", {})).json();
    const back = await oidc.visit(url, subject);
    const answer = await browser.get(back.slice(server.url.length));
    expect(answer.headers.location).toBe("/settings?part=sign-in");
    const { identities } = (await browser.get("/api/account/methods")).json();
    expect(identities).toMatchObject([{ provider: "oidc", issuer: oidc.issuer, email: "somebody@else.example" }]);
    expect(await whoIs((await signIn("oidc", subject)).browser)).toBe("links@example.org");
    const { cookie } = await signInAs(server, { email: "links@example.org", elevated: false });
    const weak = await openBrowser(server, { cookies: cookie }).send(
      "POST",
      "/api/account/methods/identities/oidc",
      {},
    );
    expect(weak.json().needs).toBe("elevation");
    const removed = await browser.request("DELETE", `/api/account/methods/identities/${identities[0].id}`);
    expect(removed.status).toBe(409);
    expect(removed.json().detail).toContain("only way in");
  });

  it("is refused for an account that is somebody's already, and in the browser of somebody else", async () => {
    const { subject } = await linked("oidc");
    const { browser } = await person("greedy@example.org");
    const begin = async () => (await browser.send("POST", "/api/account/methods/identities/oidc", {})).json().url;
    const back = await oidc.visit(await begin(), subject);
    expect((await browser.get(back.slice(server.url.length))).headers.location).toContain("reason=identity-taken");
    const own = account("oidc");
    const again = await oidc.visit(await begin(), own.subject);
    const flow = [...browser.cookies].find(([name]) => name.includes("flow"));
    const victim = (await person("victim-of-link@example.org")).browser;
    victim.cookies.set(flow?.[0] ?? "", flow?.[1] ?? "");
    expect((await victim.get(again.slice(server.url.length))).headers.location).toContain("reason=provider-expired");
    expect((await victim.get("/api/account/methods")).json().identities).toEqual([]);
  });
});
