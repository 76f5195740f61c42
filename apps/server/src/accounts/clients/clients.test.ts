import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openAudit } from "../../audit/index.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { changeFromOutside, createClient, revokeClient, rotateClientSecret } from "../index.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(() => server.stop());

const deps = () => {
  const { database } = server.database;
  return { database, events: openAudit(database), changeMany: changeFromOutside(database) };
};
const by = { via: "command-line" };
const ask = (path: string, secret?: string) =>
  server.get(path, secret === undefined ? {} : { authorization: `Bearer ${secret}` });
let database: Awaited<ReturnType<TestServer["database"]["owner"]>>;
beforeAll(async () => {
  database = await server.database.owner();
});
const owner = async (text: string, values: readonly unknown[] = []) => (await database.query(text, [...values])).rows;

it("a client application speaks for people it knows by their number, and makes them when asked to", async () => {
  const { client_id, client_secret } = await createClient(deps(), { name: "Flint" }, by);
  const who = (phone: string, more = "") =>
    ask(`/api/v1/user?client_id=${client_id}&phone_number=${phone}${more}`, client_secret);
  expect((await who("15551234567")).status).toBe(403);
  expect((await who("15551234567", "&create_if_not_exists=true")).json()).toMatchObject({
    email: "15551234567@phone.invalid",
  });
  for (const phone of ["15551234567", "%2B15551234567", "+15551234567"]) expect((await who(phone)).status).toBe(200);
  expect((await who("notanumber", "&create_if_not_exists=1")).status).toBe(403);
  const [event] = await owner("SELECT via, facts FROM events WHERE kind = 'person.added'");
  expect(event).toEqual({ via: "client", facts: { client: "Flint" } });
});

it("a stranger who asks for a link to a number's address keeps nobody of that number out", async () => {
  const { client_id, client_secret } = await createClient(deps(), { name: "Squat" }, by);
  await server.send("POST", "/auth/magic", { email: "491700000001@phone.invalid" });
  const waiting = () => owner("SELECT state FROM people WHERE email = '491700000001@phone.invalid'");
  await vi.waitUntil(async () => (await waiting()).length > 0);
  const path = `/api/v1/user?client_id=${client_id}&phone_number=491700000001&create_if_not_exists=1`;
  expect((await ask(path, client_secret)).status).toBe(200);
  expect(await waiting()).toEqual([{ state: "active" }]);
});

it("fifty first messages of one number at once make one person", async () => {
  const { client_id, client_secret } = await createClient(deps(), { name: "Race" }, by);
  const path = `/api/v1/user?client_id=${client_id}&phone_number=4915112345678&create_if_not_exists=yes`;
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(path, client_secret)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await owner("SELECT count(*)::int AS people FROM people WHERE phone = '+4915112345678'")).toEqual([
    { people: 1 },
  ]);
});

it("without its secret, with another's, or with none at all it is nobody, with one answer", async () => {
  const one = await createClient(deps(), { name: "One" }, by);
  const other = await createClient(deps(), { name: "Other" }, by);
  const path = (id: string) => `/api/v1/user?client_id=${id}&phone_number=15551234567`;
  await ask(`${path(one.client_id)}&create_if_not_exists=1`, one.client_secret);
  const wrong = [
    await ask(path(one.client_id), other.client_secret),
    await ask(path("nope"), "nope"),
    await ask(path("nope"), one.client_secret),
    await ask(path(one.client_id)),
    await ask(path(one.client_id), `${one.client_secret}x`),
    await ask(`/api/v1/user?client_id=${one.client_id}`, one.client_secret),
    await ask(`/api/v1/user?client_id=${one.client_id}&phone_number=15550000000`, one.client_secret),
  ];
  expect(new Set(wrong.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(wrong[0]?.status).toBe(403);
  expect((await ask("/api/v1/user?client_id=", one.client_secret)).status).toBe(403);
});

it("may what its scopes say, never administer and never look after the account", async () => {
  const { client_id, client_secret } = await createClient(deps(), { name: "Scoped", scopes: ["chat"] }, by);
  const named = `client_id=${client_id}&phone_number=15559990000&create_if_not_exists=1`;
  expect((await ask(`/api/chat/sessions?${named}`, client_secret)).status).toBe(200);
  for (const path of ["/api/search?q=x&", "/api/status?", "/api/account/keys?"])
    expect((await ask(`${path}${named}`, client_secret)).status).toBe(403);
});

it("a new secret ends the old one at once, and a revoked application is nobody", async () => {
  const made = await createClient(deps(), { name: "Rotated" }, by);
  const path = `/api/v1/user?client_id=${made.client_id}&phone_number=15558887777&create_if_not_exists=1`;
  expect((await ask(path, made.client_secret)).status).toBe(200);
  const { client_secret } = await rotateClientSecret(deps(), made.id, by);
  await expect.poll(async () => (await ask(path, made.client_secret)).status).toBe(403);
  expect((await ask(path, client_secret)).status).toBe(200);
  await revokeClient(deps(), made.id, by);
  await expect.poll(async () => (await ask(path, client_secret)).status).toBe(403);
  const [row] = await owner(
    "SELECT row_to_json(client_applications)::text AS row FROM client_applications WHERE id = $1",
    [made.id],
  );
  expect(row.row).not.toContain(client_secret.slice(9, -6));
});
