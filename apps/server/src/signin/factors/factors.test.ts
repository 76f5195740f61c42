import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setCookie } from "../../accounts/index.ts";
import { openBrowser } from "../../testing/browser.ts";
import { signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { secondFactorFlow } from "../finish-sign-in.ts";
import { makeFlow } from "../flows/flows.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(() => server.stop());

let people = 0;
/** Somebody new, signed in by their first factor just now, in a browser of their own. */
async function signedIn(role: "user" | "admin" = "user") {
  const email = `person-${++people}@example.org`;
  const { personId, cookie } = await signInAs(server, { email, role, strong: false });
  return { email, personId, browser: openBrowser(server, { cookies: cookie }) };
}
type Browser = Awaited<ReturnType<typeof signedIn>>["browser"];

/** Another browser in which the person's first factor was given. */
async function halfWay(personId: string) {
  const state = { methods: ["password"], next: "/chat" };
  const token = await server.database.database.transaction((sql) =>
    makeFlow(sql, secondFactorFlow, { personId, state }),
  );
  return openBrowser(server, { cookies: setCookie("flow", server.instance, "http", token).split(";")[0] ?? "" });
}

/** The code another library makes of the seed, as an app shows it so many seconds from now. */
const codeOf = (secret: string, seconds = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });
const wrongCode = (secret: string): string => {
  const right = [-60, -30, 0, 30, 60].map((seconds) => codeOf(secret, seconds));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !right.includes(code)) ?? "";
};

async function addTotp(browser: Browser) {
  const { secret } = (await browser.send("POST", "/api/account/methods/totp", {})).json();
  const code = codeOf(secret, -30);
  const confirmed = await browser.send("POST", "/api/account/methods/totp/confirm", { code });
  expect(confirmed.status).toBe(200);
  return { secret: secret as string, codes: confirmed.json().codes as string[], code };
}

const events = async (email: string, kind: string): Promise<Record<string, unknown>[]> =>
  server.database.database.statement(
    "SELECT outcome, facts FROM events WHERE kind = $2 AND (account = $1) ORDER BY seq",
    [email, kind],
  );

const sessionOf = (browser: Browser): string =>
  [...browser.cookies].find(([name]) => /^khoj-[0-9a-f]+$/.test(name))?.[1] ?? "";

describe("an authenticator app", () => {
  it("is offered as 160 bits and an address that names the account, and is no factor before a code confirms it", async () => {
    const { browser, email } = await signedIn();
    const offer = (await browser.send("POST", "/api/account/methods/totp", {})).json();
    expect(offer.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(offer.uri).toContain(`otpauth://totp/Khoj:${encodeURIComponent(email)}?`);
    expect((await browser.get("/api/account/methods")).json().totp).toEqual({ on: false });
    expect(
      (await browser.send("POST", "/api/account/methods/totp/confirm", { code: wrongCode(offer.secret) })).status,
    ).toBe(401);
  });

  it("confirmed, gives ten recovery codes, a new session token, and a session that is strong and elevated", async () => {
    const { browser } = await signedIn();
    const before = sessionOf(browser);
    const { codes } = await addTotp(browser);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    expect(sessionOf(browser)).not.toBe(before);
    const old = openBrowser(server, { cookies: `khoj-${server.instance}=${before}` });
    expect((await old.get("/api/account/methods")).status).toBe(403);
    const methods = (await browser.get("/api/account/methods")).json();
    expect(methods).toMatchObject({ totp: { on: true }, recovery: { left: 10, saved: false } });
    const [device] = (await browser.get("/api/account/devices")).json().devices;
    expect(device).toMatchObject({ strong: true, methods: ["link", "totp"] });
  });

  it("finishes a sign-in that is half-way, once: the same code is refused in the next one", async () => {
    const { browser, personId, email } = await signedIn();
    const { secret } = await addTotp(browser);
    const code = codeOf(secret);
    const first = await (await halfWay(personId)).send("POST", "/auth/totp", { code });
    expect(first.json()).toEqual({ status: "signed-in", next: "/chat" });
    const again = await (await halfWay(personId)).send("POST", "/auth/totp", { code });
    expect(again.status).toBe(401);
    expect(again.json().detail).toContain("used already");
    expect(await events(email, "factor.totp")).toMatchObject([{ outcome: "refused", facts: { why: "wrong code" } }]);
  });

  it("takes a code once although fifty sign-ins bring it at the same moment", async () => {
    const { browser, personId } = await signedIn();
    const { secret } = await addTotp(browser);
    const code = codeOf(secret);
    const browsers = await Promise.all(Array.from({ length: 50 }, () => halfWay(personId)));
    const answers = await Promise.all(browsers.map((each) => each.send("POST", "/auth/totp", { code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("refuses the code that confirmed it, and codes that are a minute old or a minute early", async () => {
    const { browser, personId } = await signedIn();
    const { secret, code } = await addTotp(browser);
    const other = await halfWay(personId);
    expect((await other.send("POST", "/auth/totp", { code })).status).toBe(401);
    for (const seconds of [-90, 90])
      expect((await other.send("POST", "/auth/totp", { code: codeOf(secret, seconds) })).status).toBe(401);
    expect((await other.send("POST", "/auth/totp", { code: codeOf(secret) })).status).toBe(200);
  });

  it("slows guessing down after five tries, and a recovery code lets the owner in nevertheless", async () => {
    const { browser, personId } = await signedIn();
    const { secret, codes } = await addTotp(browser);
    const other = await halfWay(personId);
    const guess = () => other.send("POST", "/auth/totp", { code: wrongCode(secret) });
    for (let tries = 0; tries < 6; tries++) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect(refused.headers["retry-after"]).toBe("60");
    expect((await other.send("POST", "/auth/totp", { code: codeOf(secret) })).status).toBe(429);
    const rescued = await other.send("POST", "/auth/totp", { kind: "recovery", code: codes[0] });
    expect(rescued.json().status).toBe("signed-in");
  });

  it("is not guessed by many networks either: a day has an end, and a recovery code lets the owner in", async () => {
    const { browser, personId } = await signedIn();
    const { secret, codes } = await addTotp(browser);
    const other = await halfWay(personId);
    for (let tries = 0; tries < 6; tries++) await other.send("POST", "/auth/totp", { code: wrongCode(secret) });
    // As if 1,499 networks more had tried once each, and this were another one.
    await server.database.database.statement(
      "UPDATE rate_limits SET taken = taken + 1499 WHERE name = 'factor-tries-of-day' AND subject = $1",
      [`totp ${personId}`],
    );
    await server.database.database.statement("DELETE FROM rate_limits WHERE name = 'factor-slow-tries'");
    const refused = await other.send("POST", "/auth/totp", { code: codeOf(secret) });
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "3600"]);
    const rescued = await other.send("POST", "/auth/totp", { kind: "recovery", code: codes[0] });
    expect(rescued.json().status).toBe("signed-in");
  });

  it("says how far the clocks are apart when a code is wrong", async () => {
    const { browser, personId } = await signedIn();
    const { secret } = await addTotp(browser);
    const answer = await (await halfWay(personId)).send("POST", "/auth/totp", {
      code: wrongCode(secret),
      now: Date.now() - 600_000,
    });
    expect(answer.json().detail).toContain("10 minutes ahead of this browser's");
  });

  it("is no use without the first factor: a code alone, or in another browser, signs nobody in", async () => {
    const { browser } = await signedIn();
    const { secret } = await addTotp(browser);
    const stranger = openBrowser(server);
    expect((await stranger.send("POST", "/auth/totp", { code: codeOf(secret) })).status).toBe(401);
    expect((await stranger.get("/api/v1/user")).status).toBe(403);
  });

  it("stays what it is until a new one is confirmed, and its seed is nowhere in the database", async () => {
    const { browser, personId } = await signedIn();
    const { secret } = await addTotp(browser);
    const offered = (await browser.send("POST", "/api/account/methods/totp", {})).json().secret;
    expect((await (await halfWay(personId)).send("POST", "/auth/totp", { code: codeOf(secret) })).status).toBe(200);
    const code = codeOf(offered);
    expect((await browser.send("POST", "/api/account/methods/totp/confirm", { code })).json()).toHaveProperty("codes");
    expect((await (await halfWay(personId)).send("POST", "/auth/totp", { code: codeOf(secret, 30) })).status).toBe(401);
    const rows = await server.database.database.statement<{ row: string }>(
      "SELECT s::text AS row FROM sealed_secrets s UNION ALL SELECT t::text FROM totp t UNION ALL SELECT f::text FROM sign_in_flows f",
    );
    for (const { row } of rows) expect(row).not.toContain(offered);
  });

  it("offers nothing to a session that gave no factor lately", async () => {
    const { email } = await signedIn();
    const { cookie } = await signInAs(server, { email, elevated: false });
    const answer = await openBrowser(server, { cookies: cookie }).send("POST", "/api/account/methods/totp", {});
    expect(answer.status).toBe(403);
    expect(answer.json().needs).toBe("elevation");
  });
});

describe("recovery codes", () => {
  it("are taken however they are typed, and each once", async () => {
    const { browser, personId } = await signedIn();
    const { codes } = await addTotp(browser);
    const [one = "", two = ""] = codes;
    const variants = [
      one.toLowerCase(),
      `  ${one.replaceAll("-", " ")}\n`,
      one.replaceAll("-", "").replaceAll("0", "o"),
    ];
    const answers: number[] = [];
    for (const code of variants)
      answers.push((await (await halfWay(personId)).send("POST", "/auth/totp", { kind: "recovery", code })).status);
    expect(answers).toEqual([200, 401, 401]);
    const typed = two.replaceAll("-", "–").replaceAll("1", "l").replaceAll("0", "O");
    expect((await (await halfWay(personId)).send("POST", "/auth/totp", { kind: "recovery", code: typed })).status).toBe(
      200,
    );
    expect((await browser.get("/api/account/methods")).json().recovery.left).toBe(8);
  });

  it("are spent once although fifty bring the same at the same moment", async () => {
    const { browser, personId } = await signedIn();
    const { codes } = await addTotp(browser);
    const browsers = await Promise.all(Array.from({ length: 50 }, () => halfWay(personId)));
    const answers = await Promise.all(
      browsers.map((each) => each.send("POST", "/auth/totp", { kind: "recovery", code: codes[0] })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("of before are dead when new ones are made, and count as saved when one is typed back, which spends none", async () => {
    const { browser, personId } = await signedIn();
    const { codes: old } = await addTotp(browser);
    const { codes } = (await browser.send("POST", "/api/account/methods/recovery", {})).json();
    const dead = await (await halfWay(personId)).send("POST", "/auth/totp", { kind: "recovery", code: old[3] });
    expect(dead.status).toBe(401);
    const save = (code: string) => browser.send("POST", "/api/account/methods/recovery/saved", { code });
    expect((await save(old[0] ?? "")).status).toBe(401);
    expect((await save(codes[0])).status).toBe(200);
    expect((await browser.get("/api/account/methods")).json().recovery).toEqual({ left: 10, saved: true });
  });

  it("must be saved before an administrator administers", async () => {
    const { browser } = await signedIn("admin");
    const needs = async () => (await browser.get("/api/account/methods")).json().admin_needs;
    expect(await needs()).toContain("second factor");
    const { codes } = await addTotp(browser);
    expect(await needs()).toContain("recovery codes");
    await browser.send("POST", "/api/account/methods/recovery/saved", { code: codes[0] });
    expect(await needs()).toBeNull();
    expect((await browser.get("/openapi.json")).status).toBe(200);
  });
});

describe("proof that it is still you", () => {
  it("is a factor, given again: the session has a new token then, and the old one is dead", async () => {
    const { browser: first, email } = await signedIn();
    const { secret } = await addTotp(first);
    const { cookie } = await signInAs(server, { email, elevated: false });
    const browser = openBrowser(server, { cookies: cookie });
    const before = sessionOf(browser);
    expect((await browser.send("POST", "/api/account/methods/recovery", {})).status).toBe(403);
    const code = codeOf(secret);
    expect((await browser.send("POST", "/auth/elevate", { kind: "totp", code })).status).toBe(200);
    expect(sessionOf(browser)).not.toBe(before);
    expect((await browser.send("POST", "/api/account/methods/recovery", {})).status).toBe(200);
    const old = openBrowser(server, { cookies: `khoj-${server.instance}=${before}` });
    expect((await old.get("/api/account/methods")).status).toBe(403);
    expect((await browser.send("POST", "/auth/elevate", { kind: "totp", code })).status).toBe(401);
  });

  it("is never the password of somebody who has a second factor, nor nothing of somebody who has neither", async () => {
    const guarded = await signedIn();
    const password = "wheat in the far granary";
    expect((await guarded.browser.send("POST", "/api/account/methods/password", { password })).status).toBe(200);
    await addTotp(guarded.browser);
    const refused = await guarded.browser.send("POST", "/auth/elevate", { kind: "password", password });
    expect([refused.status, refused.json().reason]).toEqual([
      403,
      "Give your second factor; the password is not enough for this",
    ]);
    const bare = await signedIn();
    const answer = await bare.browser.send("POST", "/auth/elevate", { kind: "totp", code: "123456" });
    expect(answer.json()).toMatchObject({ detail: "Forbidden", needs: "sign-in" });
  });

  it("is the password of somebody who has nothing better, which makes no session strong", async () => {
    const { email, browser: first } = await signedIn();
    const password = "wheat in the far granary";
    expect((await first.send("POST", "/api/account/methods/password", { password })).status).toBe(200);
    const { cookie } = await signInAs(server, { email, elevated: false });
    const browser = openBrowser(server, { cookies: cookie });
    const elevate = (given: string) => browser.send("POST", "/auth/elevate", { kind: "password", password: given });
    expect((await elevate("wheat in the near granary")).status).toBe(401);
    expect((await browser.send("POST", "/api/account/methods/totp", {})).status).toBe(403);
    expect((await elevate(password)).status).toBe(200);
    expect((await browser.send("POST", "/api/account/methods/totp", {})).status).toBe(200);
    const { devices } = (await browser.get("/api/account/devices")).json();
    expect(devices.find((device: { current: boolean }) => device.current)).toMatchObject({ strong: false });
  });

  it("of another session is needed again once the account is guarded better than that session was opened", async () => {
    const { browser, email } = await signedIn();
    const { cookie } = await signInAs(server, { email });
    const other = openBrowser(server, { cookies: cookie });
    await addTotp(browser);
    expect((await other.send("POST", "/api/account/methods/totp", {})).json().needs).toBe("elevation");
  });
});

describe("removing an app", () => {
  it("is refused to an administrator who has no other factor, and takes the recovery codes of others along", async () => {
    const admin = await signedIn("admin");
    await addTotp(admin.browser);
    const { browser, personId } = await signedIn();
    await addTotp(browser);
    for (const id of [admin.personId, personId])
      await server.database.database.statement(
        "INSERT INTO passwords (person_id, hash) VALUES ($1, '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAA')",
        [id],
      );
    const refused = await admin.browser.request("DELETE", "/api/account/methods/totp");
    expect(refused.status).toBe(409);
    expect(refused.json().detail).toContain("only second factor");
    expect((await admin.browser.get("/api/account/methods")).json().totp.on).toBe(true);
    expect((await browser.request("DELETE", "/api/account/methods/totp")).status).toBe(200);
    expect((await browser.get("/api/account/methods")).json()).toMatchObject({
      totp: { on: false },
      recovery: { left: 0, saved: false },
    });
  });
});
