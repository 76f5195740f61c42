import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInClient, signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
let admin: SignedInClient;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  admin = await signInAs(server, { email: "root@example.org", role: "admin" });
});
afterAll(() => server.stop());

const find = async (query: string) => (await admin.get(`/api/admin/users?${query}`)).json();
const emailsOf = (answer: { users: { email: string }[] }) => answer.users.map(({ email }) => email);

describe("the list of users", () => {
  it("is for administrators who gave their second factor, and for nobody else", async () => {
    const person = await signInAs(server, { email: "ann@example.org" });
    const weak = await signInAs(server, { email: "weak@example.org", role: "admin", strong: false });
    expect((await server.get("/api/admin/users")).status).toBe(403);
    expect((await person.get("/api/admin/users")).json()).toMatchObject({ needs: "scope" });
    expect((await weak.get("/api/admin/users")).json()).toMatchObject({ needs: "second-factor" });
  });

  it("finds a person by part of the address in any case, by name, by phone and by id", async () => {
    const { personId } = await signInAs(server, { email: "berta.long@example.org" });
    await server.database.database.transaction((sql) =>
      sql.execute("UPDATE people SET name = 'Berta Längle', phone = '+49170555' WHERE id = $1", [personId]),
    );
    for (const words of ["BERTA.L", "längle", "170555", personId])
      expect(emailsOf(await find(`q=${encodeURIComponent(words)}`))).toEqual(["berta.long@example.org"]);
    expect(await find("q=nobody-is-like-this")).toMatchObject({ users: [], total: 0, pages: 1 });
  });

  it("says of each what guards the account and how much it holds", async () => {
    const person = await signInAs(server, { email: "cora@example.org", strong: true });
    await person.upload([{ name: "a.md", content: "# A\n\nOne note.\n" }]);
    const { users } = await find("q=cora@");
    expect(users[0]).toMatchObject({
      state: "active",
      role: "user",
      factors: ["totp"],
      sessions: 1,
      keys: 0,
      documents: 1,
      oneself: false,
    });
  });

  it("filters by state, role, factor, joining and being seen, and sorts and pages", async () => {
    const old = "INSERT INTO people (id, username, email, state, created_at, last_seen_at)";
    await server.database.database.transaction((sql) =>
      sql.execute(
        `${old} SELECT gen_random_uuid(), e, e, CASE WHEN n % 2 = 0 THEN 'suspended' ELSE 'unverified' END,
           now() - n * interval '10 days', CASE WHEN n % 2 = 0 THEN now() - n * interval '9 days' END
         FROM (SELECT n, 'bulk' || lpad(n::text, 3, '0') || '@example.net' AS e FROM generate_series(1, 120) n) made`,
      ),
    );
    expect(await find("q=bulk&state=suspended")).toMatchObject({ total: 60, pages: 2 });
    expect(await find("role=admin")).toMatchObject({ total: 2 });
    expect(emailsOf(await find("factor=totp&sort=email&order=asc"))).toEqual(["cora@example.org", "root@example.org"]);
    expect(await find("q=bulk&factor=none")).toMatchObject({ total: 120 });
    expect(await find("q=bulk&factor=google")).toMatchObject({ total: 0 });
    expect(await find("q=bulk&joined=month")).toMatchObject({ total: 2 });
    expect(await find("q=bulk&seen=never")).toMatchObject({ total: 60 });
    expect(await find("q=bulk&seen=quiet")).toMatchObject({ total: 112 });
    const second = await find("q=bulk&sort=email&order=asc&page=2");
    expect(emailsOf(second)[0]).toBe("bulk051@example.net");
    expect(emailsOf(await find("q=bulk&sort=seen&order=desc"))[0]).toBe("bulk002@example.net");
  });

  it("refuses parameters it does not know, and values that are none", async () => {
    for (const query of ["state=dead", "sort=password", "page=0", "who=me"])
      expect((await admin.get(`/api/admin/users?${query}`)).status, query).toBe(422);
  });

  it("does not exist in anonymous mode", async () => {
    const anonymous = await startTestServer();
    expect((await anonymous.get("/api/admin/users")).status).toBe(404);
    await anonymous.stop();
  });
});
