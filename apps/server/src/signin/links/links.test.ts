import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPerson, type PersonState } from "../../accounts/index.ts";
import { type MailServer, startMailServer } from "../../mail/testing/mail-server.ts";
import { signInAs } from "../../testing/sign-in-as.ts";
import type { TestServer } from "../../testing/start-test-server.ts";
import { forgetLimits, newBrowser, ownPage, startSignInServer, tokenOf } from "../testing/sign-in-server.ts";
import { makeSignInLink } from "./make-sign-in-link.ts";

let mail: MailServer;
let server: TestServer;
beforeAll(async () => {
  mail = await startMailServer();
  server = await startSignInServer({ mailPort: mail.port });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});
beforeEach(() => forgetLimits(server));

let people = 0;
async function somebody(state: PersonState = "active") {
  const email = `somebody-${++people}@example.org`;
  const personId = await server.database.database.transaction((sql) => addPerson(sql, { email, state }));
  return { email, personId };
}
const stateOf = async (email: string) => {
  const [row] = await server.database.database.statement<{ state: string; email_verified_at: Date | null }>(
    "SELECT state, email_verified_at FROM people WHERE email = $1",
    [email],
  );
  return row && { state: row.state, verified: row.email_verified_at !== null };
};
const ask = (email: string, browser = newBrowser(server), headers = {}) =>
  browser.send("POST", "/auth/magic", { email }, headers);
/** Resolves once the errand of that address is done and told. */
async function askedEvent(account: string): Promise<Record<string, unknown>> {
  for (;;) {
    const [row] = await server.database.database.statement<Record<string, unknown>>(
      "SELECT outcome, facts FROM events WHERE kind = 'link.asked' AND account = $1 ORDER BY seq DESC LIMIT 1",
      [account],
    );
    if (row) return row;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const linkFor = (personId: string, more: Partial<Parameters<typeof makeSignInLink>[1]> = {}) =>
  server.database.database.transaction((sql) =>
    makeSignInLink(sql, { personId, purpose: "sign-in", admits: true, origin: server.url, ...more }),
  );
const who = async (browser: ReturnType<typeof newBrowser>) => (await browser.get("/api/v1/user")).status;

describe("asking for a link", () => {
  it("mails one, which signs in the person once", async () => {
    const { email } = await somebody();
    const browser = newBrowser(server);
    const asked = await ask(email, browser, ownPage);
    expect([asked.status, asked.text]).toEqual([200, ""]);
    const { link, to, from } = await mail.mailTo(email);
    expect([to, from]).toEqual([[email], "khoj@localhost"]);
    expect(link.startsWith(`http://localhost:${new URL(server.url).port}/auth/magic?token=`)).toBe(true);
    const used = await browser.send("POST", "/auth/magic/use", { token: tokenOf(link), next: "/chat?id=1" }, ownPage);
    expect(used.json()).toEqual({ status: "signed-in", next: "/chat?id=1" });
    expect((await browser.get("/api/v1/user")).json()).toMatchObject({ email });
    expect(await stateOf(email)).toEqual({ state: "active", verified: true });
    expect((await browser.send("POST", "/auth/magic/use", { token: tokenOf(link) })).status).toBe(409);
  });

  it("answers known, unknown, waiting, suspended and nobody's addresses the same, before it looks whether there is one", async () => {
    const emails = [
      (await somebody()).email,
      (await somebody("suspended")).email,
      (await somebody("unverified")).email,
      "never-seen@example.org",
      "default@example.com",
    ];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let locked = () => {};
    const isLocked = new Promise<void>((resolve) => {
      locked = resolve;
    });
    // While this is held, whatever reads or writes people waits: the answers below cannot depend on who there is.
    const holding = server.database.database.transaction(async (sql) => {
      await sql.execute("LOCK TABLE people IN ACCESS EXCLUSIVE MODE");
      locked();
      await held;
    });
    await isLocked;
    const tooLong = new Promise<never>((_resolve, reject) =>
      setTimeout(reject, 20_000, new Error("an answer waits for what people there are")).unref(),
    );
    const shapes: unknown[] = [];
    try {
      for (const email of emails) {
        const { status, text, headers } = await Promise.race([ask(email), tooLong]);
        const { date: _date, "x-request-id": _id, "set-cookie": cookies = [], ...rest } = headers;
        shapes.push({ status, text, rest, cookies: cookies.map((cookie) => cookie.replace(/=[\w-]{43};/, "=…;")) });
      }
    } finally {
      release();
      await holding;
    }
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
    await Promise.all(emails.map(askedEvent));
  });

  it.each([
    "",
    "no address",
    "a@b@c",
    "a@",
    "@example.org",
    "a b@example.org",
    "x@example.org/evil",
    "x@example.org:25",
  ])("refuses %j as no address", async (email) => {
    const answer = await ask(email);
    expect(answer.status).toBe(422);
    expect(answer.json().detail[0].loc).toEqual(["body", "email"]);
  });

  it("of somebody unknown makes an account that waits, has no rights, and gets no mail", async () => {
    const email = "newcomer@example.org";
    await ask(email);
    expect(await askedEvent(email)).toMatchObject({ facts: { mail: "none: waits for an administrator" } });
    expect(await stateOf(email)).toEqual({ state: "unverified", verified: false });
    expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
  });

  it("mails somebody who was invited, and lets them in when they click", async () => {
    const { email } = await somebody("invited");
    const browser = newBrowser(server);
    await ask(email, browser);
    const { link } = await mail.mailTo(email);
    expect((await browser.send("POST", "/auth/magic/use", { token: tokenOf(link) })).status).toBe(200);
    expect(await stateOf(email)).toEqual({ state: "active", verified: true });
  });

  it("mails nobody who was suspended", async () => {
    const { email } = await somebody("suspended");
    await ask(email);
    expect(await askedEvent(email)).toMatchObject({ facts: { mail: "none: suspended" } });
  });

  it("drops what is too much for one address in silence, and refuses what is too much from one network", async () => {
    const { email } = await somebody();
    for (let time = 0; time < 5; time++) {
      expect((await ask(email)).status).toBe(200);
      await mail.mailTo(email);
    }
    expect((await ask(email)).status).toBe(200);
    while ((await askedEvent(email)).outcome !== "refused") await new Promise((resolve) => setTimeout(resolve, 20));
    expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
    const answers: number[] = [];
    for (let time = 0; time < 60; time++) answers.push((await ask("not-one@example.org")).status);
    expect(answers.at(-1)).toBe(429);
    expect(answers[0]).toBe(200);
  });

  it("by a stranger, again and again, takes none away from a browser in which the person signed in before", async () => {
    const { email, personId } = await somebody();
    const known = newBrowser(server);
    await known.send("POST", "/auth/magic/use", { token: tokenOf((await linkFor(personId)).address) });
    await known.send("POST", "/auth/logout", {});
    for (let time = 0; time < 5; time++) {
      await ask(email);
      await mail.mailTo(email);
    }
    await ask(email);
    while ((await askedEvent(email)).outcome !== "refused") await new Promise((resolve) => setTimeout(resolve, 20));
    await ask(email, known);
    const { link } = await mail.mailTo(email);
    expect((await known.send("POST", "/auth/magic/use", { token: tokenOf(link) })).status).toBe(200);
  });

  it.each([
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site" },
    { origin: "http://localhost:1" },
    { origin: "null" },
  ])("is refused to a page of another site: %j", async (headers) => {
    const { email, personId } = await somebody();
    expect((await ask(email, newBrowser(server), headers)).status).toBe(403);
    const token = tokenOf((await linkFor(personId)).address);
    for (const [path, body] of [
      ["/auth/magic/use", { token }],
      ["/auth/magic/code", { email, code: "000000" }],
      ["/auth/logout", {}],
    ] as const)
      expect((await server.send("POST", path, body, headers)).status).toBe(403);
  });
});

describe("a link", () => {
  it("is spent by no GET and no HEAD, however often", async () => {
    const { personId, email } = await somebody();
    const { address } = await linkFor(personId);
    const path = address.slice(server.url.length);
    for (const method of ["GET", "HEAD", "GET"]) {
      const answer = await server.request(method, path);
      expect(answer.status).not.toBe(303);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    const looked = await server.send("POST", "/auth/magic/look", { token: tokenOf(address) });
    expect(looked.json()).toMatchObject({ purpose: "sign-in", email, asked_here: false });
    expect((await newBrowser(server).send("POST", "/auth/magic/use", { token: tokenOf(address) })).status).toBe(200);
  });

  it("may be submitted by the page itself only in the browser that asked", async () => {
    const { email } = await somebody();
    const asking = newBrowser(server);
    await ask(email, asking);
    const token = tokenOf((await mail.mailTo(email)).link);
    const look = async (browser: typeof asking) => (await browser.send("POST", "/auth/magic/look", { token })).json();
    expect(await look(asking)).toMatchObject({ asked_here: true });
    const other = newBrowser(server);
    await ask("somebody-else@example.org", other);
    expect(await look(other)).toMatchObject({ asked_here: false });
  });

  it("of fifty that click it at once signs in one", async () => {
    const { personId } = await somebody();
    const token = tokenOf((await linkFor(personId)).address);
    const clicks = Array.from({ length: 50 }, () => server.send("POST", "/auth/magic/use", { token }));
    const statuses = (await Promise.all(clicks)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 409)]);
    const sessions = await server.database.database.statement("SELECT 1 FROM sessions WHERE person_id = $1", [
      personId,
    ]);
    expect(sessions.length).toBe(1);
  });

  it("that was used, is too old or never was leads to the login page with a reason", async () => {
    const { personId } = await somebody();
    const used = tokenOf((await linkFor(personId)).address);
    await server.send("POST", "/auth/magic/use", { token: used });
    const old = await linkFor(personId);
    await server.database.database.statement("UPDATE sign_in_links SET expires_at = now() WHERE id = $1", [old.id]);
    for (const [token, reason] of [
      [used, "link-used"],
      [tokenOf(old.address), "link-expired"],
      ["x".repeat(43), "link-expired"],
    ]) {
      const { status, headers } = await server.get(`/auth/magic?token=${token}`);
      expect([status, headers.location]).toEqual([303, `/login?reason=${reason}`]);
    }
    expect((await server.send("POST", "/auth/magic/use", { token: tokenOf(old.address) })).status).toBe(409);
    expect((await server.send("POST", "/auth/magic/use", { token: "x".repeat(43) })).status).toBe(404);
  });

  it("that never was fills no table: sixty of a network in an hour are kept, and good ones go on working", async () => {
    const kept = async () =>
      (
        await server.database.database.statement(
          "SELECT 1 FROM events WHERE kind = 'sign-in.link' AND outcome = 'refused'",
        )
      ).length;
    const before = await kept();
    const tries = Array.from({ length: 80 }, () => server.send("POST", "/auth/magic/use", { token: "x".repeat(43) }));
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([404]));
    expect((await kept()) - before).toBe(60);
    const { personId } = await somebody();
    const token = tokenOf((await linkFor(personId)).address);
    expect((await server.send("POST", "/auth/magic/use", { token })).status).toBe(200);
  });

  it("altered in any one character, cut or made longer is no link", async () => {
    const { personId } = await somebody();
    const token = tokenOf((await linkFor(personId)).address);
    const altered = Array.from(
      token,
      (character, at) => token.slice(0, at) + (character === "A" ? "B" : "A") + token.slice(at + 1),
    );
    const tries = [...altered, token.slice(1), token.slice(0, -1), `${token}A`, ` ${token}`, token.toLowerCase(), ""];
    for (const tried of tries)
      expect((await server.send("POST", "/auth/magic/use", { token: tried })).status, tried).toBe(404);
    expect((await server.send("POST", "/auth/magic/use", { token })).status).toBe(200);
  });

  it("of an administrator lets in who waits; a suspended person stays out, and their link with them", async () => {
    const waiting = await somebody("unverified");
    const browser = newBrowser(server);
    const token = tokenOf((await linkFor(waiting.personId)).address);
    expect((await browser.send("POST", "/auth/magic/use", { token })).status).toBe(200);
    expect(await stateOf(waiting.email)).toEqual({ state: "active", verified: true });
    const suspended = await somebody("suspended");
    const refused = await server.send("POST", "/auth/magic/use", {
      token: tokenOf((await linkFor(suspended.personId)).address),
    });
    expect([refused.status, refused.json().reason]).toEqual([403, expect.stringContaining("suspended")]);
    expect(await stateOf(suspended.email)).toEqual({ state: "suspended", verified: false });
  });

  it("that admits nobody does not let in who waits", async () => {
    const { email, personId } = await somebody("unverified");
    const token = tokenOf((await linkFor(personId, { admits: false })).address);
    expect((await server.send("POST", "/auth/magic/use", { token })).status).toBe(403);
    expect(await stateOf(email)).toEqual({ state: "unverified", verified: false });
  });

  it("asks for the second factor of who has one, and leads nowhere without it", async () => {
    const { personId } = await signInAs(server, { email: "careful@example.org", strong: true });
    const browser = newBrowser(server);
    const token = tokenOf((await linkFor(personId)).address);
    const used = await browser.send("POST", "/auth/magic/use", { token, next: "/chat" });
    expect(used.json()).toEqual({ status: "second-factor", ways: ["totp"] });
    expect(await who(browser)).toBe(403);
  });

  it("that resets factors takes the second factor and every session away, then lets in", async () => {
    const lost = await signInAs(server, { email: "lost-it@example.org", strong: true });
    const token = tokenOf((await linkFor(lost.personId, { resetsFactors: true })).address);
    const used = await newBrowser(server).send("POST", "/auth/magic/use", { token });
    expect(used.json()).toMatchObject({ status: "signed-in" });
    // It is announced by the database, and takes effect within a second.
    await expect.poll(async () => (await lost.get("/api/v1/user")).status).toBe(403);
  });

  it("puts a new session in the place of the one this browser had, whose cookie is dead", async () => {
    const first = await signInAs(server, { email: "twice@example.org" });
    const token = tokenOf((await linkFor(first.personId)).address);
    const used = await first.send("POST", "/auth/magic/use", { token });
    const cookie = [used.headers["set-cookie"] ?? []].flat().find((one) => one.startsWith(`khoj-${server.instance}=`));
    expect(cookie).not.toContain(first.cookie);
    await expect.poll(async () => (await first.get("/api/v1/user")).status).toBe(403);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/.//evil.example",
    "/%2f%2fevil.example",
    "javascript:alert(1)",
    "/auth/logout",
  ])("leads to no other place than ours: %s", async (next) => {
    const { personId } = await somebody();
    const token = tokenOf((await linkFor(personId)).address);
    expect((await server.send("POST", "/auth/magic/use", { token, next })).json().next).toBe("/");
  });
});

describe("the set-up link", () => {
  it("makes whoever opens it first the administrator they say they are, once, and takes over the anonymous person", async () => {
    const fresh = await startSignInServer({});
    const [anonymous] = await fresh.database.database.statement<{ id: string }>(
      "SELECT id FROM people WHERE username = 'default'",
    );
    const personId = anonymous?.id ?? "";
    const { address } = await fresh.database.database.transaction((sql) =>
      makeSignInLink(sql, { personId, purpose: "set-up", admits: true, origin: fresh.url }),
    );
    const token = tokenOf(address);
    expect((await fresh.send("POST", "/auth/magic/look", { token })).json()).toMatchObject({
      purpose: "set-up",
      email: null,
    });
    expect((await fresh.send("POST", "/auth/magic/use", { token })).status).toBe(400);
    const browser = newBrowser(fresh);
    expect((await browser.send("POST", "/auth/magic/use", { token, email: "Root@Example.org" })).status).toBe(200);
    expect((await browser.get("/api/v1/user")).json()).toMatchObject({ email: "root@example.org" });
    const again = await fresh.send("POST", "/auth/magic/use", { token, email: "evil@example.org" });
    expect(again.status).toBe(409);
    const rows = await fresh.database.database.statement("SELECT email, role FROM people WHERE id = $1", [personId]);
    expect(rows).toEqual([{ email: "root@example.org", role: "admin" }]);
    await fresh.stop();
  });
});
