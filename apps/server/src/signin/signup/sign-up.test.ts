import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPerson, writeSetting } from "../../accounts/index.ts";
import { type MailServer, startMailServer } from "../../mail/testing/mail-server.ts";
import type { TestServer } from "../../testing/start-test-server.ts";
import { forgetLimits, newBrowser, startSignInServer, tokenOf } from "../testing/sign-in-server.ts";
import { mostPending } from "./add-pending.ts";

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
beforeEach(async () => {
  await forgetLimits(server);
  await setSignUp("closed");
});

const statement = <Row extends object>(text: string, values: unknown[] = []) =>
  server.database.database.statement<Row>(text, values);
const setSignUp = (mode: string, domains: string[] = []) =>
  server.database.database.transaction(async (sql) => {
    await writeSetting(sql, "sign_up", mode);
    await writeSetting(sql, "sign_up_domains", domains);
  });
const ask = (email: string, to = server) => newBrowser(to).send("POST", "/auth/magic", { email });
/** What came of each ask so far, the last first; waits until as many are told as were asked. */
async function outcomes(
  count: number,
  of = server,
): Promise<{ account: string; facts: { mail?: string; why?: string } }[]> {
  for (;;) {
    const rows = await of.database.database.statement<{ account: string; facts: { mail?: string; why?: string } }>(
      "SELECT account, facts FROM events WHERE kind = 'link.asked' ORDER BY seq DESC",
    );
    if (rows.length >= count) return rows;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
const asksSoFar = async () => (await outcomes(0)).length;
const stateOf = async (email: string) =>
  (await statement<{ state: string }>("SELECT state FROM people WHERE email = $1", [email]))[0]?.state;

describe("sign-up", () => {
  it("open: a mailed link that is clicked lets in, and only then", async () => {
    await setSignUp("open");
    const email = "anybody@wherever.example";
    await ask(email);
    const { link } = await mail.mailTo(email);
    expect(await stateOf(email)).toBe("unverified");
    expect((await server.send("POST", "/auth/magic/use", { token: tokenOf(link) })).status).toBe(200);
    expect(await stateOf(email)).toBe("active");
  });

  it("by invitation: who was not invited waits and gets no mail", async () => {
    await setSignUp("invite");
    const before = await asksSoFar();
    await ask("uninvited@example.org");
    expect((await outcomes(before + 1))[0]?.facts.mail).toBe("none: waits for an administrator");
  });

  it("is said to the sign-in page", async () => {
    await setSignUp("domains", ["allowed.example"]);
    expect((await server.get("/auth/options")).json()).toMatchObject({ sign_up: "domains", mail: true });
  });

  it("as the environment says wins over what the panel says", async () => {
    await setSignUp("open");
    const strict = await startSignInServer({ database: server.database, access: { signUp: "closed" } });
    expect((await strict.get("/auth/options")).json()).toMatchObject({ sign_up: "closed" });
    await strict.stop();
  });
});

describe("sign-up by mail domain", () => {
  it("mails those of the domain, however it is written, at the one address that was normalised", async () => {
    await setSignUp("domains", ["allowed.example", "bücher.example"]);
    for (const [typed, kept] of [
      ["Anna@Allowed.Example", "anna@allowed.example"],
      ["anna+tag@allowed.example", "anna+tag@allowed.example"],
      // The mail server of the test shows names in their own letters.
      ["leser@bücher.example", "leser@bücher.example"],
      ["leser2@xn--bcher-kva.example", "leser2@bücher.example"],
      ["dots@allowed。example", "dots@allowed.example"],
    ] as const) {
      await ask(typed);
      expect((await mail.mailTo(kept)).to).toEqual([kept]);
    }
  });

  it("accepts none of more than 500 addresses that only look like it", async () => {
    await setSignUp("domains", ["allowed.example"]);
    const before = await asksSoFar();
    const tricks = lookAlikes();
    expect(tricks.length).toBeGreaterThan(500);
    let wellFormed = 0;
    for (const email of tricks) {
      const { status } = await ask(email);
      if (status === 200) wellFormed++;
      if (wellFormed % 40 > 0) continue;
      // Room for the next ones, so that each is decided by its address and not by how many came before.
      await outcomes(before + wellFormed);
      await forgetLimits(server);
      await statement("DELETE FROM people WHERE state = 'unverified'");
    }
    const told = (await outcomes(before + wellFormed)).slice(0, wellFormed);
    expect(wellFormed).toBeGreaterThan(100);
    expect(new Set(told.map(({ facts }) => facts.mail ?? facts.why))).toEqual(
      new Set(["none: waits for an administrator"]),
    );
    expect(mail.mails.map(({ to }) => to)).toEqual([]);
    await statement("DELETE FROM people WHERE state = 'unverified'");
  });
});

/** Addresses somebody outside `allowed.example` may try; none of them is a mailbox there. */
function lookAlikes(): string[] {
  const target = "allowed.example";
  const evil = "evil.example";
  const homoglyphs: Record<string, string> = {
    a: "аα",
    l: "ӏ1I",
    o: "оο0",
    w: "ԝѡ",
    e: "её",
    d: "ԁ",
    x: "хχ",
    m: "м",
    p: "рρ",
  };
  const domains = [
    `${target}.${evil}`,
    `sub.${target}`,
    `a.b.${target}`,
    `${target}x`,
    `x${target}`,
    `not-${target}`,
    `not.${target}`,
    `${target}.com`,
    "allowed.example.example",
    "allowedexample",
    "allowed-example",
    "allowed.exampl",
    "llowed.example",
    "allowed",
    "example",
    `${target}..`,
    `.${target}`,
    `${target}%00.${evil}`,
    `${target}#.${evil}`,
    `${target}/.${evil}`,
    `${target}?.${evil}`,
    `${target}:25`,
    `${target}:${evil}`,
    `${target}\\${evil}`,
    `${target};${evil}`,
    `${target},${evil}`,
    `${target} ${evil}`,
    `${evil} ${target}`,
    `${target}\n${evil}`,
    `${target}\r\nbcc:x@${evil}`,
    `${target}\0${evil}`,
    `${target}@${evil}`,
    `[${target}]`,
    `[127.0.0.1]`,
    `127.0.0.1`,
    "allowed%2eexample",
    "allowed.example%20",
    "a llowed.example",
    ...Array.from(target).flatMap((letter, at) =>
      Array.from(homoglyphs[letter] ?? "").map((other) => target.slice(0, at) + other + target.slice(at + 1)),
    ),
    ...Array.from(target, (_, at) => target.slice(0, at) + target.slice(at + 1)).filter((domain) => domain !== target),
    ...Array.from(target, (letter, at) => target.slice(0, at) + letter + target.slice(at)),
    ...["\u200b", "\u00ad", "\u200d", "\u2060", "\u0307", "\u202e"].flatMap((hidden) => [
      `${hidden}${evil}`,
      `allowed${hidden}.example.${evil}`,
      `allo${hidden}wed.example`,
      `${target}${hidden}`,
    ]),
  ];
  const locals = [
    "mallory",
    "mallory+allowed.example",
    `x@${target}`,
    `"x@${target}"`,
    `x%${target}`,
    `${target}!mallory`,
  ];
  return [
    ...domains.flatMap((domain) => locals.map((local) => `${local}@${domain}`)),
    `mallory@${evil},x@${target}`,
    `x@${target},mallory@${evil}`,
    `<x@${target}>mallory@${evil}`,
    `"x@${target}" <mallory@${evil}>`,
    `mallory@${evil}(x@${target})`,
    `mallory@${evil}\nx@${target}`,
    `x@${target}\t@${evil}`,
    `@${target}:mallory@${evil}`,
  ];
}

describe("people who wait", () => {
  it("are at most two hundred, of whom the oldest are forgotten after thirty days", async () => {
    await statement("DELETE FROM people WHERE state = 'unverified'");
    await server.database.database.transaction(async (sql) => {
      for (let number = 0; number < mostPending; number++)
        await addPerson(sql, { email: `waits-${number}@example.org`, state: "unverified" });
    });
    const before = await asksSoFar();
    expect((await ask("one-too-many@example.org")).status).toBe(200);
    expect((await outcomes(before + 1))[0]?.facts.mail).toBe("none: nobody was added");
    expect(await stateOf("one-too-many@example.org")).toBeUndefined();
    await statement("UPDATE people SET created_at = now() - interval '31 days' WHERE email = 'waits-7@example.org'");
    await ask("now-there-is-room@example.org");
    await outcomes(before + 2);
    expect(await stateOf("now-there-is-room@example.org")).toBe("unverified");
    expect(await stateOf("waits-7@example.org")).toBeUndefined();
  });

  it("are at most fifty a day of one network", async () => {
    await statement("DELETE FROM people WHERE state = 'unverified'");
    const before = await asksSoFar();
    for (let number = 0; number < 52; number++) await ask(`flood-${number}@example.org`);
    await outcomes(before + 52);
    const [row] = await statement<{ count: number }>(
      "SELECT count(*)::int AS count FROM people WHERE email LIKE 'flood-%'",
    );
    expect(row?.count).toBe(50);
  });
});

describe("where a mailed link begins", () => {
  let readers = 0;
  const linkFrom = async (config: Parameters<typeof startSignInServer>[0], headers = {}) => {
    const other = await startSignInServer({ database: server.database, mailPort: mail.port, ...config });
    const before = await asksSoFar();
    const email = `reader-${++readers}@example.org`;
    await other.database.database.transaction((sql) => addPerson(sql, { email, state: "active" }));
    const { status } = await newBrowser(other).send("POST", "/auth/magic", { email }, headers);
    const told = status === 200 ? (await outcomes(before + 1))[0]?.facts.mail : `refused ${status}`;
    const link = told === "sent" ? (await mail.mailTo(email)).link : told;
    const { mail: mails } = (await other.get("/auth/options")).json();
    await other.stop();
    return { link, mails };
  };

  it("is KHOJ_DOMAIN, whatever a request calls the server", async () => {
    const config = { publicOrigin: "https://notes.example", hosts: ["notes.example"] };
    const { link } = await linkFrom({ config }, { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" });
    expect(link).toMatch(/^https:\/\/notes\.example\/auth\/magic\?token=/);
  });

  it.each([
    { "x-forwarded-host": "evil.example" },
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-port": "443" },
    { "x-host": "evil.example", "x-original-host": "evil.example", "x-http-host-override": "evil.example" },
    { forwarded: "for=1.2.3.4;host=evil.example;proto=https" },
    { origin: "http://127.0.0.1:1" },
    { host: "evil.example" },
    { host: "127.0.0.1@evil.example" },
    { host: "localhost:1" },
    { host: "127.0.0.1:65535" },
  ])("is localhost where nobody else reaches the server, or no link is sent: %j", async (headers) => {
    const { link } = await linkFrom({}, headers);
    expect(link).toMatch(/^(http:\/\/localhost:\d+\/auth\/magic\?token=|refused 403)/);
    expect(link).not.toMatch(/evil|:1\/|:65535\//);
  });

  it("is nowhere when others reach the server and nobody said its name: no mail, and the page knows", async () => {
    const { link, mails } = await linkFrom({
      config: { listen: { named: "0.0.0.0", hosts: ["0.0.0.0"], port: 0 }, plainHttp: true },
    });
    expect(link).toBe("none: KHOJ_DOMAIN is not set");
    expect(mails).toBe(false);
  });
});
