import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { ownPage, startSignInServer } from "./testing/sign-in-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startSignInServer({
    access: {
      google: { issuer: "https://issuer.example", clientId: "the-client", clientSecret: "a secret of Google" },
    },
  });
});
afterAll(() => server.stop());

let people = 0;
const somebody = () => signInAs(server, { email: `somebody-${++people}@example.org` });

describe("signing out", () => {
  it("by the button ends the session, so that a copy of its cookie is dead too", async () => {
    const here = await somebody();
    const answer = await here.send("POST", "/auth/logout", {}, ownPage);
    expect(answer.status).toBe(200);
    expect(String(answer.headers["set-cookie"])).toContain(`khoj-${server.instance}=; Max-Age=0`);
    expect((await here.get("/api/v1/user")).status).toBe(403);
  });

  it("by a form leads to the start", async () => {
    const here = await somebody();
    const answer = await here.request("POST", "/auth/logout", { headers: { accept: "text/html", ...ownPage } });
    expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
  });

  it("by upstream's GET works from our own page", async () => {
    const here = await somebody();
    const answer = await here.get("/auth/logout", ownPage);
    expect([answer.status, answer.headers.location]).toEqual([307, "/"]);
    expect((await here.get("/api/v1/user")).status).toBe(403);
  });

  it.each([{}, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "none" }, { "sec-fetch-site": "same-site" }])(
    "by a GET from elsewhere is the page, which asks: %j",
    async (headers) => {
      const here = await somebody();
      const answer = await here.get("/auth/logout", headers);
      expect([answer.headers["content-type"], answer.headers["set-cookie"]]).toEqual([
        "text/html; charset=utf-8",
        undefined,
      ]);
      expect((await here.get("/api/v1/user")).status).toBe(200);
    },
  );

  it("is not there where nobody signs in, nor is any other route of sign-in", async () => {
    const anonymous = await startTestServer({ database: server.database });
    for (const [method, path] of [
      ["GET", "/auth/logout"],
      ["POST", "/auth/logout"],
      ["POST", "/auth/magic"],
      ["GET", "/auth/magic?token=x"],
      ["POST", "/auth/magic/use"],
      ["POST", "/auth/password"],
      ["GET", "/auth/oauth/metadata"],
    ] as const)
      expect((await anonymous.request(method, path)).status, path).toBe(404);
    await anonymous.stop();
  });
});

describe("what upstream's page asks of Google", () => {
  it("is the client's id and where Google leads back to, and not the secret", async () => {
    const answer = await server.get("/auth/oauth/metadata");
    expect(answer.json()).toEqual({ google: { client_id: "the-client", redirect_uri: "/auth/redirect" } });
    expect(answer.text).not.toContain("a secret of Google");
  });
});
