import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../../testing/browser.ts";
import { type ProviderServer, startProviderServer, whoIs } from "../testing/provider-server.ts";
import { forgetLimits } from "../testing/sign-in-server.ts";

let world: ProviderServer;
beforeAll(async () => {
  world = await startProviderServer({ signUp: "domains", signUpDomains: ["company.example"] });
});
afterAll(() => world.stop());
beforeEach(() => forgetLimits(world.server));
afterEach(() => world.mend());

const seconds = () => Math.floor(Date.now() / 1000);
const form = { "content-type": "application/x-www-form-urlencoded" };

describe("one-tap", () => {
  const token = (subject: string, claims: Record<string, unknown> = {}) => {
    const { google } = world;
    const now = seconds();
    const own = google.people.get(subject) ?? {};
    return google.sign({
      iss: google.issuer,
      aud: "khoj",
      azp: "khoj",
      sub: subject,
      iat: now,
      exp: now + 300,
      ...own,
      ...claims,
    });
  };
  async function post(credential: string, { cookie = "double", field = "double", next = "" } = {}) {
    const browser = openBrowser(world.server, { cookies: cookie === "" ? "" : `g_csrf_token=${cookie}` });
    const body = new URLSearchParams({ credential, ...(field !== "" && { g_csrf_token: field }) }).toString();
    return { browser, answer: await browser.request("POST", `/auth/redirect${next}`, { headers: form, body }) };
  }

  it("signs in by a token that Google signed for us, once", async () => {
    const { subject, email } = await world.linked("google");
    const credential = await token(subject);
    const { answer, browser } = await post(credential, { next: "?next=/chat" });
    expect([answer.status, answer.headers.location]).toEqual([302, "/chat"]);
    expect(await whoIs(browser)).toBe(email);
    expect((await post(credential)).answer.headers.location).toBe("/login?reason=provider-expired");
    const other = await token(subject, { jti: "another" });
    const answers = await Promise.all([post(other), post(other), post(other)]);
    expect(answers.filter((each) => each.answer.headers.location === "/")).toHaveLength(1);
  });

  it("needs the cookie repeated in the form, which a page of a stranger cannot do", async () => {
    const { subject } = await world.linked("google");
    for (const missing of [{ cookie: "" }, { field: "" }]) {
      const { answer, browser } = await post(await token(subject), missing);
      expect([answer.status, answer.headers.location]).toEqual([307, `${world.server.url}/`]);
      expect(await whoIs(browser)).toBeUndefined();
    }
    const { answer, browser } = await post(await token(subject), { field: "other" });
    expect(answer.status).toBe(400);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it.each([
    ["for another audience", { aud: "another" }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    ["for another party", { azp: "another" }, "for another party"],
    ["of another issuer", { iss: "https://evil.example" }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    ["that expired", { exp: 1 }, "ERR_JWT_EXPIRED"],
    ["that is old", { iat: 1 }, "ERR_JWT_EXPIRED"],
  ])("refuses a token %s", async (_what, claims, why) => {
    const { subject } = await world.linked("google");
    const { answer, browser } = await post(await token(subject, claims));
    expect(answer.headers.location).toBe("/login?reason=provider-failed");
    expect((await world.lastEvent("sign-in.google"))?.facts.why).toBe(why);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("refuses a token that nobody signed, or somebody by our own secret", async () => {
    const { subject } = await world.linked("google");
    const claims = { iss: world.google.issuer, aud: "khoj", sub: subject, iat: seconds(), exp: seconds() + 300 };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const secret = new TextEncoder().encode(world.google.client.clientSecret);
    const forged = [
      `${part({ alg: "none" })}.${part(claims)}.`,
      await new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(secret),
      "no token",
    ];
    for (const credential of forged)
      expect((await post(credential)).answer.headers.location).toBe("/login?reason=provider-failed");
  });
});

describe("who may make an account by a provider", () => {
  it("is whoever has a verified address of an allowed domain; with Google, whose account belongs to it", async () => {
    const cases: readonly (readonly ["google" | "oidc", Record<string, unknown>, string])[] = [
      ["oidc", { email: "a1@company.example" }, "/"],
      ["oidc", { email: "a2@company.example", email_verified: false }, "/login?reason=pending"],
      ["oidc", { email: "a3@sub.company.example" }, "/login?reason=pending"],
      ["google", { email: "a4@company.example", hd: "company.example" }, "/"],
      ["google", { email: "a5@company.example" }, "/login?reason=pending"],
      ["google", { email: "a6@company.example", hd: "evil.example" }, "/login?reason=pending"],
      ["oidc", { email: "no address" }, "/login?reason=email-unverified"],
    ];
    for (const [name, claims, place] of cases) {
      const { subject } = world.account(name, claims);
      const { answer, browser } = await world.signIn(name, subject);
      expect([claims.email, answer.headers.location]).toEqual([claims.email, place]);
      expect(await whoIs(browser)).toBe(place === "/" ? claims.email : undefined);
    }
  });

  it("makes one account of two sign-ins at the same moment", async () => {
    const { subject } = world.account("oidc", { email: "twin@company.example" });
    const returned = [await world.goAndReturn("oidc", subject), await world.goAndReturn("oidc", subject)];
    const answers = await Promise.all(returned.map(({ browser, path }) => browser.get(path)));
    expect(answers.map(({ headers }) => headers.location)).toEqual(["/", "/"]);
  });
});

describe("the role an OpenID provider gives", () => {
  const roleOf = async (email: string) =>
    (await world.run<{ role: string }>("SELECT role FROM people WHERE email = $1", [email]))[0]?.role;

  it("comes and goes with the claims, is kept by the last administrator, and what the panel gave stays", async () => {
    const boss = await world.linked("oidc", { groups: ["khoj-admins"] });
    expect(await roleOf(boss.email)).toBe("admin");
    expect(await world.lastEvent("person.made-administrator")).toMatchObject({ account: boss.email });
    const sayNo = (subject: string, email: string) =>
      world.oidc.people.set(subject, { email, email_verified: true, groups: ["others"] });
    sayNo(boss.subject, boss.email);
    await world.signIn("oidc", boss.subject);
    expect(await roleOf(boss.email)).toBe("admin");
    expect(await world.lastEvent("person.kept-administrator")).toMatchObject({
      outcome: "noticed",
      account: boss.email,
    });

    const made = await world.linked("oidc");
    await world.run("UPDATE people SET role = 'admin' WHERE id = $1", [made.personId]);
    await world.signIn("oidc", made.subject);
    expect(await roleOf(made.email)).toBe("admin");
    await world.signIn("oidc", boss.subject);
    expect(await roleOf(boss.email)).toBe("user");
    expect(await world.lastEvent("person.made-user")).toMatchObject({ account: boss.email });
  });

  it("is no administrator's session without a second factor", async () => {
    const { browser } = await world.linked("oidc", { groups: "ops" });
    const methods = (await browser.get("/api/account/methods")).json();
    expect(methods.admin_needs).toContain("second factor");
    expect((await browser.get("/openapi.json")).status).toBe(403);
  });
});

describe("a provider's word that somebody signed out there", () => {
  const logout = (claims: Record<string, unknown>) =>
    world.oidc.sign(
      {
        iss: world.oidc.issuer,
        aud: "khoj",
        iat: seconds(),
        exp: seconds() + 120,
        jti: crypto.randomUUID(),
        events: { "http://schemas.openid.net/event/backchannel-logout": {} },
        ...claims,
      },
      "logout+jwt",
    );
  const tell = async (logout_token: string) =>
    world.server.request("POST", "/auth/oidc/backchannel", {
      headers: form,
      body: new URLSearchParams({ logout_token }).toString(),
    });

  it("ends their sessions that came by it, and no others", async () => {
    const anna = await world.linked("oidc");
    const second = await world.signIn("oidc", anna.subject);
    const bert = await world.linked("oidc");
    const byLink = await world.person(anna.email);
    expect((await tell(await logout({ sub: anna.subject }))).status).toBe(200);
    expect(await whoIs(anna.browser)).toBeUndefined();
    expect(await whoIs(second.browser)).toBeUndefined();
    expect(await whoIs(bert.browser)).toBe(bert.email);
    expect(await whoIs(byLink.browser)).toBe(anna.email);
    expect(await world.lastEvent("session.ended-by-provider")).toMatchObject({
      outcome: "done",
      facts: { sessions: 2 },
    });
  });

  it("ends one session alone when it names one", async () => {
    const anna = world.account("oidc");
    await world.person(anna.email);
    const signInAt = async (sid: string) => {
      const { browser, path } = await world.goAndReturn("oidc", anna.subject);
      world.oidc.bends.claims = (claims) => ({ ...claims, sid });
      await browser.get(path);
      return browser;
    };
    const [one, two] = [await signInAt("one"), await signInAt("two")];
    expect((await tell(await logout({ sid: "one" }))).status).toBe(200);
    expect(await whoIs(one)).toBeUndefined();
    expect(await whoIs(two)).toBe(anna.email);
  });

  it("is refused when it is not signed, not for us, old, no logout, with a nonce, or heard already", async () => {
    const anna = await world.linked("oidc");
    const sub = anna.subject;
    const heard = await logout({ sub: "somebody else" });
    await tell(heard);
    const tokens = [
      "garbage",
      heard,
      await logout({ sub, aud: "another" }),
      await logout({ sub, iss: "https://evil.example" }),
      await logout({ sub, iat: 1 }),
      await logout({ sub, events: {} }),
      await logout({ sub, nonce: "x" }),
      await logout({}),
    ];
    for (const token of tokens) expect((await tell(token)).status).toBe(400);
    expect(await whoIs(anna.browser)).toBe(anna.email);
  });
});
