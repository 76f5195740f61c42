import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPerson } from "../../accounts/index.ts";
import { type MailServer, type ReceivedMail, startMailServer } from "../../mail/testing/mail-server.ts";
import type { TestServer } from "../../testing/start-test-server.ts";
import { forgetLimits, newBrowser, ownPage, startSignInServer, tokenOf } from "../testing/sign-in-server.ts";

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
/** Somebody new who asked, the browser they asked in, and what they were mailed. */
async function asked(): Promise<{ email: string; browser: ReturnType<typeof newBrowser>; received: ReceivedMail }> {
  const email = `somebody-${++people}@example.org`;
  await server.database.database.transaction((sql) => addPerson(sql, { email, state: "active" }));
  const browser = newBrowser(server);
  await browser.send("POST", "/auth/magic", { email });
  return { email, browser, received: await mail.mailTo(email) };
}
const type = (email: string, code: string, browser = newBrowser(server), headers = {}) =>
  browser.send("POST", "/auth/magic/code", { email, code }, headers);
const wrongFor = (code: string): string => (code === "000000" ? "000001" : "000000");
const getWithCode = (email: string, code: string) => `/auth/magic?${new URLSearchParams({ code, email })}`;

describe("the six digits of a mail", () => {
  it("sign in once, typed with blanks or not, and spend the link beside them", async () => {
    const { email, browser, received } = await asked();
    const { code, link } = received;
    expect(code).toMatch(/^\d{6}$/);
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    expect((await type(email.toUpperCase(), typed, browser, ownPage)).json()).toEqual({
      status: "signed-in",
      next: "/",
    });
    expect((await browser.get("/api/v1/user")).json()).toMatchObject({ email });
    expect((await type(email, code)).status).toBe(401);
    expect((await server.send("POST", "/auth/magic/use", { token: tokenOf(link) })).status).toBe(409);
  });

  it("bear five tries, then are dead even when right; the link beside them still works", async () => {
    const { email, received } = await asked();
    for (let time = 0; time < 5; time++) expect((await type(email, wrongFor(received.code))).status).toBe(401);
    expect((await type(email, received.code)).status).toBe(401);
    expect((await server.send("POST", "/auth/magic/use", { token: tokenOf(received.link) })).status).toBe(200);
  });

  it("bear no more than five tries of fifty at once", async () => {
    const { email, received } = await asked();
    const tries = Array.from({ length: 49 }, (_, number) => {
      const code = String(number).padStart(6, "0");
      return type(email, code === received.code ? "999999" : code);
    });
    await Promise.all(tries);
    const [row] = await server.database.database.statement<{ code_tries: number }>(
      "SELECT code_tries FROM sign_in_links JOIN people ON people.id = person_id WHERE email = $1",
      [email],
    );
    expect(row?.code_tries).toBe(5);
  });

  it("right fifty times at once sign in once", async () => {
    const { email, received } = await asked();
    const answers = await Promise.all(Array.from({ length: 50 }, () => type(email, received.code)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
  });

  it("of one person do not open another's account, and say nothing of who there is", async () => {
    const mine = await asked();
    const yours = await asked();
    const answers = [
      await type(yours.email, mine.received.code === yours.received.code ? "999999" : mine.received.code),
      await type("never-seen@example.org", mine.received.code),
      await type("no address", mine.received.code),
    ];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  it("tried at many accounts from one network are refused before long", async () => {
    const statuses: number[] = [];
    for (let time = 0; time < 61; time++) statuses.push((await type(`guess-${time}@example.org`, "123456")).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses[59]).toBe(401);
  });

  it("are not kept in a way that shows them", async () => {
    const { received } = await asked();
    const rows = await server.database.database.statement("SELECT * FROM sign_in_links");
    const kept = JSON.stringify(rows, (_key, value) =>
      value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
    );
    expect(kept).not.toContain(received.code);
    expect(kept).not.toContain(tokenOf(received.link));
  });
});

describe("the same by a GET, as upstream's page sends it", () => {
  it("signs in from our own page", async () => {
    const { email, browser, received } = await asked();
    const answer = await browser.get(getWithCode(email, received.code), ownPage);
    expect([answer.status, answer.headers.location]).toEqual([307, "/"]);
    expect((await browser.get("/api/v1/user")).json()).toMatchObject({ email });
  });

  it("says 401 when it is wrong", async () => {
    const { email, received } = await asked();
    expect((await server.get(getWithCode(email, wrongFor(received.code)), ownPage)).status).toBe(401);
  });

  it.each([{}, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "none" }])(
    "does nothing from elsewhere but show the page: %j",
    async (headers) => {
      const { email, received } = await asked();
      const answer = await server.get(getWithCode(email, received.code), headers);
      expect(answer.headers["content-type"]).toContain("text/html");
      expect(answer.headers["set-cookie"]).toBeUndefined();
      expect((await type(email, received.code)).status).toBe(200);
    },
  );
});
