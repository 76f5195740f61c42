import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../../testing/browser.ts";
import { signInAs } from "../../testing/sign-in-as.ts";
import type { TestServer } from "../../testing/start-test-server.ts";
import { startSignInServer } from "../testing/sign-in-server.ts";

/** Nobody listens at these. */
const nowhere = { issuer: "http://127.0.0.1:9", clientId: "khoj", clientSecret: "a secret of the test" };

let server: TestServer;
beforeAll(async () => {
  server = await startSignInServer({
    access: { google: nowhere, oidc: { ...nowhere, roles: undefined } },
    config: { publicOrigin: "https://notes.example", hosts: ["notes.example"], trustedProxies: ["127.0.0.1"] },
  });
});
afterAll(() => server.stop());

const switchTo = (methods: Record<string, boolean>) =>
  server.database.database.statement(
    `INSERT INTO instance_settings (name, value) VALUES ('methods', $1::jsonb)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [JSON.stringify(methods)],
  );

describe("a provider that does not answer", () => {
  it("sends back to the login page with the reason, and other ways are there", async () => {
    for (const path of ["/auth/login", "/auth/oidc/login"]) {
      const answer = await server.get(path, { host: "notes.example", "x-forwarded-proto": "https" });
      expect([answer.status, answer.headers.location]).toEqual([303, "/login?reason=provider-down"]);
    }
    const { browser } = await somebody();
    const linking = await browser.send("POST", "/api/account/methods/identities/oidc", {});
    expect(linking.status).toBe(503);
    expect(linking.json().detail).toContain("does not answer");
    expect((await server.get("/auth/options")).json().methods).toContain("link");
  });
});

async function somebody() {
  const { cookie } = await signInAs(server, { email: "somebody@example.org" });
  return { browser: openBrowser(server, { cookies: cookie }) };
}

describe("a sign-in that is begun at another name of the server", () => {
  it("goes to the server's own name first, where what binds the answer to the browser has to lie", async () => {
    const answer = await server.get("/auth/oidc/login?next=/chat");
    expect([answer.status, answer.headers.location]).toEqual([
      303,
      "https://notes.example/auth/oidc/login?next=%2Fchat",
    ]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });
});

describe("ways that are switched off", () => {
  const doors: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    google: [
      ["GET", "/auth/login"],
      ["POST", "/auth/login"],
      ["GET", "/auth/redirect?code=x&state=y"],
      ["POST", "/auth/redirect"],
    ],
    oidc: [
      ["GET", "/auth/oidc/login"],
      ["GET", "/auth/oidc/callback?code=x&state=y"],
      ["POST", "/auth/oidc/backchannel"],
    ],
    passkey: [
      ["POST", "/auth/passkey/options"],
      ["POST", "/auth/passkey/verify"],
    ],
  };
  const names = Object.keys(doors);
  const sets = Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_name, bit) => (bits >> bit) & 1));

  it.each(sets.map((on) => [on.join(", ") || "none", on] as const))(
    "are not there when only these are on: %s",
    async (_title, on) => {
      await switchTo(Object.fromEntries(names.map((name) => [name, on.includes(name)])));
      for (const name of names) {
        for (const [method, path] of doors[name] ?? []) {
          const body = path.includes("verify") ? { body: '{"credential":{}}', headers: json } : {};
          const { status } = await server.request(method, path, body);
          expect([method, path, status === 404]).toEqual([method, path, !on.includes(name)]);
        }
      }
    },
  );
  const json = { "content-type": "application/json" };
});
