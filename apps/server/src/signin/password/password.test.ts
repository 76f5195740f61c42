import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPerson, type PersonState, writeSetting } from "../../accounts/index.ts";
import type { makeClient } from "../../testing/client.ts";
import { signInAs } from "../../testing/sign-in-as.ts";
import type { TestServer } from "../../testing/start-test-server.ts";
import { forgetLimits, newBrowser, ownPage, startSignInServer } from "../testing/sign-in-server.ts";
import { hashing } from "./hash-password.ts";
import { storePassword } from "./store-password.ts";

const password = "cinder otter velvet lamp";
const wrong = "another one entirely now";

let server: TestServer;
beforeAll(async () => {
  server = await startSignInServer({});
});
afterAll(() => server.stop());
beforeEach(() => forgetLimits(server));

let people = 0;
async function somebody(state: PersonState = "active") {
  const email = `somebody-${++people}@example.org`;
  await server.database.database.transaction(async (sql) =>
    storePassword(sql, await addPerson(sql, { email, state }), password),
  );
  return email;
}
const tryIt = (email: string, typed: string, browser = newBrowser(server), headers = {}) =>
  browser.send("POST", "/auth/password", { email, password: typed }, headers);
const shape = ({ status, text, headers }: Awaited<ReturnType<typeof tryIt>>) => {
  const { date: _date, "x-request-id": _id, ...rest } = headers;
  return { status, text, rest };
};

describe("signing in by a password", () => {
  it("signs in whom it belongs to, however the address is written", async () => {
    const email = await somebody();
    const browser = newBrowser(server);
    expect((await tryIt(` ${email.toUpperCase()} `, password, browser, ownPage)).json()).toEqual({
      status: "signed-in",
      next: "/",
    });
    expect((await browser.get("/api/v1/user")).json()).toMatchObject({ email });
  });

  it("is the same wrong password for an account, one without a password, one that waits, and none; with one hash of work each", async () => {
    const { email: without } = { email: "without@example.org" };
    await signInAs(server, { email: without });
    const emails = [await somebody(), without, await somebody("unverified"), "nobody@example.org", "no address"];
    // The first hash of a process also works out the one that stands for nobody.
    await tryIt("warm-up@example.org", wrong);
    const answers: unknown[] = [];
    for (const email of emails) {
      const before = hashing.finished;
      answers.push(shape(await tryIt(email, wrong)));
      expect(hashing.finished - before).toBe(1);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401 });
  });

  it("lets nobody in who was sent out or waits, and says so only to who knows the password", async () => {
    for (const state of ["suspended", "unverified"] as const) {
      const email = await somebody(state);
      expect((await tryIt(email, wrong)).status).toBe(401);
      expect((await tryIt(email, password)).status).toBe(403);
    }
  });

  it("asks for the second factor of who has one", async () => {
    const { personId, email } = {
      ...(await signInAs(server, { email: "two@example.org", strong: true })),
      email: "two@example.org",
    };
    await server.database.database.transaction((sql) => storePassword(sql, personId, password));
    const browser = newBrowser(server);
    expect((await tryIt(email, password, browser)).json()).toEqual({ status: "second-factor", ways: ["totp"] });
    expect((await browser.get("/api/v1/user")).status).toBe(403);
  });

  it("is not there when it is switched off", async () => {
    const email = await somebody();
    const { database } = server.database;
    await database.transaction((sql) => writeSetting(sql, "methods", { password: false }));
    expect((await tryIt(email, password)).status).toBe(404);
    await database.transaction((sql) => writeSetting(sql, "methods", {}));
    expect((await tryIt(email, password)).status).toBe(200);
  });

  it.each([{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }])(
    "is refused to a page of another site: %j",
    async (headers) => {
      expect((await tryIt(await somebody(), password, newBrowser(server), headers)).status).toBe(403);
    },
  );
});

describe("guessing", () => {
  it("comes to an end for strangers, the same for an account and for none", async () => {
    const statuses: number[][] = [];
    for (const email of [await somebody(), "nobody-at-all@example.org"]) {
      await forgetLimits(server);
      const own: number[] = [];
      for (let time = 0; time < 13; time++) own.push((await tryIt(email, wrong)).status);
      statuses.push(own);
    }
    // Ten, one more within the minute for this network, then nothing, the right password included.
    expect(statuses[0]).toEqual([...Array.from({ length: 11 }, () => 401), 429, 429]);
    expect(statuses[1]).toEqual(statuses[0]);
  });

  it("does not lock out the owner: a browser they signed in with still takes the right password", async () => {
    const email = await somebody();
    const known = newBrowser(server);
    await tryIt(email, password, known);
    await known.send("POST", "/auth/logout", {});
    for (let time = 0; time < 12; time++) await tryIt(email, wrong);
    expect((await tryIt(email, password)).status).toBe(429);
    expect((await tryIt(email, password, known)).status).toBe(200);
  });

  it("is not made easier by another person's mark of a browser, nor by an altered one", async () => {
    const own = newBrowser(server);
    const mine = await somebody();
    await tryIt(mine, password, own);
    const victim = await somebody();
    for (let time = 0; time < 11; time++) await tryIt(victim, wrong);
    expect((await tryIt(victim, password, own)).status).toBe(429);
    const [name, mark] = [...own.cookies].find(([cookie]) => cookie.includes("device")) ?? ["", ""];
    for (let time = 0; time < 11; time++) await tryIt(mine, wrong);
    own.cookies.set(name, `${mark.slice(0, -1)}${mark.endsWith("A") ? "B" : "A"}`);
    // The last character may carry no bits; one in the middle does.
    own.cookies.set(name, `${mark.slice(0, 30)}${mark[30] === "A" ? "B" : "A"}${mark.slice(31)}`);
    expect((await tryIt(mine, password, own)).status).toBe(429);
  });

  it("by fifty at once gets no more tries than one by one", async () => {
    const email = await somebody();
    const statuses = (await Promise.all(Array.from({ length: 30 }, () => tryIt(email, wrong)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(11);
  });
});

describe("one's own password", () => {
  const own = (client: Pick<ReturnType<typeof makeClient>, "send">, typed: string) =>
    client.send("POST", "/api/account/methods/password", { password: typed });

  it("is set by whoever proved to be themselves a moment ago, and ends every other session", async () => {
    const email = "setter@example.org";
    const here = await signInAs(server, { email });
    const there = await signInAs(server, { email });
    const stale = await signInAs(server, { email, elevated: false });
    expect((await own(stale, password)).json()).toMatchObject({ needs: "elevation" });
    expect((await own(here, password)).status).toBe(200);
    expect((await here.get("/api/v1/user")).status).toBe(200);
    expect((await there.get("/api/v1/user")).status).toBe(403);
    expect((await tryIt(email, password)).status).toBe(200);
    const [row] = await server.database.database.statement<{ hash: string }>(
      "SELECT hash FROM passwords JOIN people ON id = person_id WHERE email = $1",
      [email],
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("is refused with the rule it breaks, and the answer does not repeat it", async () => {
    const here = await signInAs(server, { email: "breaker@example.org" });
    for (const typed of ["short", "breaker@example.org!"]) {
      const answer = await own(here, typed);
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain(typed);
    }
  });

  it("is removed, but not as the last way in", async () => {
    const email = "remover@example.org";
    const here = await signInAs(server, { email });
    await own(here, password);
    expect((await here.request("DELETE", "/api/account/methods/password")).status).toBe(409);
    expect((await tryIt(email, password)).status).toBe(200);
    await server.database.database.statement(
      `INSERT INTO passkeys (id, person_id, name, public_key, counter, rp_id, device_type, backed_up)
       VALUES ('a-passkey', $1, 'Key', '', 0, 'localhost', 'singleDevice', false)`,
      [here.personId],
    );
    expect((await here.request("DELETE", "/api/account/methods/password")).status).toBe(200);
    expect((await tryIt(email, password)).status).toBe(401);
  });
});

describe("a request that lacks something", () => {
  it.each([
    ["/auth/password", { password }],
    ["/auth/password", { email: 1, password }],
    ["/auth/password", { email: "a@example.org", password: [password] }],
    ["/auth/magic/use", { token: { nested: password } }],
    ["/auth/magic/code", { code: password }],
    ["/auth/password", { email: "a@example.org", password, extra: 1 }],
  ])("is told so without its secret being repeated: %s %j", async (path, body) => {
    const answer = await server.send("POST", path, body);
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain(password);
  });
});
