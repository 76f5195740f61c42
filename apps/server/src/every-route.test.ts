import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { multipart } from "./testing/client.ts";
import { makeRandom, type Random } from "./testing/random.ts";
import { fillPath, type ListedRoute, listRoutes } from "./testing/route-list.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

/** The few that ask nobody (wire.md §1: clients ping, and pages of people who are not signed in need these). */
const openRoutes = [
  "GET /api/agents",
  "GET /api/agents/options",
  "GET /api/agents/{slug}",
  "GET /api/chat/options",
  "GET /api/chat/share/history",
  "GET /api/health",
  "GET /api/model/chat/options",
];

let server: TestServer;
let routes: readonly ListedRoute[];
beforeAll(async () => {
  server = await startTestServer();
  routes = await listRoutes(server);
});
afterAll(() => server.stop());

const nameOf = ({ method, path }: ListedRoute) => `${method} ${path}`;

describe("every route", () => {
  it("that is open stands in the list of open routes", () => {
    expect(
      routes
        .filter(({ allow }) => allow === "open")
        .map(nameOf)
        .sort(),
    ).toEqual(openRoutes);
  });

  it("that is not open refuses nobody with 403, before it looks at anything sent", async () => {
    const closed = await startTestServer({ database: server.database, identify: async () => ({}) });
    const answers: string[] = [];
    for (const route of routes) {
      const { status } = await closed.request(route.method, fillPath(route.path, "x"));
      if (status !== 403 && !openRoutes.includes(nameOf(route))) answers.push(`${nameOf(route)}: ${status}`);
    }
    await closed.stop();
    expect(answers).toEqual([]);
  });

  it("answers whatever it is sent without breaking", async () => {
    const random = makeRandom(20_261_124);
    const broken: string[] = [];
    for (const route of routes) {
      for (let round = 0; round < 12; round += 1) {
        const [path, ask] = anyRequest(route, random);
        const answer = await server.request(route.method, path, ask);
        if (answer.text === "Internal Server Error")
          broken.push(`${route.method} ${path} ${String(ask.body).slice(0, 200)}`);
      }
    }
    expect(broken).toEqual([]);
    expect((await server.get("/api/health")).status).toBe(200);
  });
});

const pick = <Item>(items: readonly Item[], random: Random): Item => items[random(items.length)] as Item;

const oddTexts = [
  "",
  "x",
  "0",
  "-1",
  "99999999999999999999",
  "1e400",
  "NaN",
  "true",
  "null",
  "a\0b",
  "\ud800",
  "../../etc/passwd",
  "'; DROP TABLE people; --",
  '"unclosed +"',
  "00000000-0000-0000-0000-000000000000",
  "é".repeat(3000),
  "{}",
  "%00",
  'dt>="yesterday" file:"["',
];

function anyRequest(
  route: ListedRoute,
  random: Random,
): [string, { headers?: Record<string, string>; body?: string | Uint8Array }] {
  const query = route.query.filter(() => random(3) > 0).map((name) => `${name}=${encodeOdd(pick(oddTexts, random))}`);
  const path = `${route.path.replace(/\{\w+\}/g, () => encodeOdd(pick(oddTexts, random)) || "x")}?${query.join("&")}`;
  if (route.method === "GET") return [path, {}];
  if (!route.takesJson) return [path, random(2) ? multipart([{ name: pick(oddTexts, random), content: "x" }]) : {}];
  return [path, { headers: { "content-type": "application/json" }, body: JSON.stringify(anyValue(random, 3)) }];
}

/** Half a surrogate pair cannot be encoded; its bytes can be sent. */
const encodeOdd = (text: string): string => (text === "\ud800" ? "%ed%a0%80" : encodeURIComponent(text));

const keys = [
  "q",
  "id",
  "files",
  "name",
  "raw",
  "conversation_id",
  "turn_id",
  "images",
  "path",
  "rules",
  "file_names",
  "n",
];

function anyValue(random: Random, depth: number): unknown {
  const simple = [null, true, 0, -1, 1.5, 1e308, ...oddTexts];
  if (depth === 0 || random(3) === 0) return pick(simple, random);
  if (random(3) === 0) return Array.from({ length: random(4) }, () => anyValue(random, depth - 1));
  return Object.fromEntries(keys.filter(() => random(2)).map((key) => [key, anyValue(random, depth - 1)]));
}
