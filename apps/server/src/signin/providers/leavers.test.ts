import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { changeFromOutside } from "../../accounts/index.ts";
import { openAudit } from "../../audit/index.ts";
import { openSecrets } from "../../platform/secrets/open-secrets.ts";
import { testAccess } from "../../testing/start-test-server.ts";
import { type ProviderServer, startProviderServer, whoIs } from "../testing/provider-server.ts";
import { askAfterLeavers, type LeaverDeps } from "./ask-after-leavers.ts";
import { dryRunOidc } from "./dry-run-oidc.ts";
import { testProvider } from "./test-provider.ts";

let world: ProviderServer;
/** Another node of the same server. */
let node: LeaverDeps;
beforeAll(async () => {
  world = await startProviderServer();
  const { database } = world.server.database;
  const { secretKey } = testAccess;
  const day = 86_400;
  node = {
    database,
    events: openAudit(database),
    secrets: await openSecrets({ database, secretKey, dataDirectory: world.server.dataDirectory }),
    access: { ...testAccess, oidc: { issuer: world.oidc.issuer, ...world.oidc.client, roles: "groups=ops" } },
    accounts: {
      changeMany: changeFromOutside(database),
      sessionTimes: async () => ({ idle: 30 * day, absolute: 180 * day, elevation: 300 }),
    },
  };
});
afterAll(() => world.stop());
afterEach(() => world.mend());

const anHourPasses = () => world.run("UPDATE identities SET asked_at = now() - interval '61 minutes'");
const hoursLeft = async (personId: string): Promise<number> => {
  const [row] = await world.run<{ hours: number }>(
    `SELECT extract(epoch FROM max(expires_at) - now())::float8 / 3600 AS hours FROM sessions
     WHERE person_id = $1 AND issuer IS NOT NULL`,
    [personId],
  );
  return Math.round(row?.hours ?? 0);
};

describe("a session that came by an OpenID provider", () => {
  it("lasts a day, and another one for each time the provider says that they still belong to it", async () => {
    const { personId, browser, email } = await world.linked("oidc");
    expect(await hoursLeft(personId)).toBe(24);
    await world.run("UPDATE sessions SET expires_at = now() + interval '2 hours' WHERE person_id = $1", [personId]);
    await askAfterLeavers(node);
    expect(await hoursLeft(personId)).toBe(2);
    for (let round = 0; round < 2; round++) {
      await anHourPasses();
      await askAfterLeavers(node);
    }
    expect(await hoursLeft(personId)).toBe(24);
    expect(await whoIs(browser)).toBe(email);
  });

  it("ends when the provider says no, and not while it is down", async () => {
    const { personId, browser, email, subject } = await world.linked("oidc");
    world.oidc.people.delete(subject);
    world.oidc.bends.down = "cut";
    await anHourPasses();
    await askAfterLeavers(node);
    world.oidc.bends.down = undefined;
    expect(await whoIs(browser)).toBe(email);
    world.oidc.bends.tokenStatus = 500;
    await anHourPasses();
    await askAfterLeavers(node);
    expect(await whoIs(browser)).toBe(email);
    world.oidc.bends.tokenStatus = undefined;
    await anHourPasses();
    await askAfterLeavers(node);
    await expect.poll(() => whoIs(browser), { timeout: 10_000 }).toBeUndefined();
    expect(await hoursLeft(personId)).toBe(0);
    expect(await world.lastEvent("session.ended-by-provider")).toMatchObject({
      account: email,
      facts: { sessions: 1 },
    });
  });

  it("of Google lasts as long as any", async () => {
    const { personId } = await world.linked("google");
    const [row] = await world.run<{ days: number }>(
      "SELECT round(extract(epoch FROM expires_at - now()) / 86400)::int AS days FROM sessions WHERE person_id = $1 AND methods = '{google}'",
      [personId],
    );
    expect(row?.days).toBe(180);
  });
});

describe("trying out an OpenID provider", () => {
  it("says each step of a sign-in, and tells a wrong secret from a right one", async () => {
    const good = await testProvider(node, "oidc");
    expect(good.steps).toMatchObject([
      { step: "Settings", ok: true },
      { step: "Discovery", ok: true },
      { step: "PKCE", ok: true },
      { step: "Keys", ok: true },
      { step: "Client", ok: true, message: "Client id and secret are right" },
      { step: "Roles", ok: true },
    ]);
    expect(good.ok).toBe(true);
    const wrong = { ...world.oidc.client, clientSecret: "wrong", issuer: world.oidc.issuer, roles: "nonsense" };
    const bad = await testProvider({ ...node, access: { ...testAccess, oidc: wrong } }, "oidc");
    expect(bad.ok).toBe(false);
    expect(bad.steps.filter(({ ok }) => !ok).map(({ step }) => step)).toEqual(["Client", "Roles"]);
    const plain = { ...node, access: { ...testAccess, oidc: { ...wrong, issuer: "http://id.example" } } };
    expect((await testProvider(plain, "oidc")).steps).toMatchObject([{ step: "Settings", ok: false }]);
    world.oidc.bends.down = "cut";
    expect((await testProvider(node, "oidc")).steps.at(-1)).toMatchObject({ step: "Discovery", ok: false });
  });

  it("says beforehand what would happen with some claims, and nothing does", async () => {
    const before = await world.run<{ count: number }>("SELECT count(*)::int AS count FROM people");
    const { subject, personId, email } = await world.linked("oidc");
    const known = await dryRunOidc(node, { sub: subject, email, groups: ["ops"] });
    expect(known).toMatchObject({ signs_in: true, role: "admin" });
    expect(known.what.join(". ")).toContain("become an administrator");
    expect((await world.run("SELECT role FROM people WHERE id = $1", [personId]))[0]).toEqual({ role: "user" });
    const stranger = await dryRunOidc(node, { email: "stranger@example.org", email_verified: true });
    expect(stranger).toEqual({
      what: ["stranger@example.org waits until an administrator lets them in"],
      signs_in: false,
      role: null,
    });
    const after = await world.run<{ count: number }>("SELECT count(*)::int AS count FROM people");
    expect((after[0]?.count ?? 0) - (before[0]?.count ?? 0)).toBe(1);
  });
});
