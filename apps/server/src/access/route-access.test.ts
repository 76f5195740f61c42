import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillPath, type ListedRoute, listRoutes, listSockets } from "../testing/route-list.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { routeRows, socketRows } from "./route-rows.ts";
import { type Persona, personas } from "./testing/personas.ts";

let server: TestServer;
let routes: readonly ListedRoute[];
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  routes = await listRoutes(await signInAs(server, { email: "lister@example.org", role: "admin" }));
});
afterAll(() => server.stop());

const nameOf = ({ method, path }: ListedRoute) => `${method} ${path}`;
const rowOf = ({ allow, elevated }: ListedRoute) => `${allow}${elevated ? "!" : ""}`;

describe("every route of a server with sign-in", () => {
  it("stands in the table of who may call what, and says the same itself", async () => {
    expect(Object.fromEntries(routes.map((route) => [nameOf(route), rowOf(route)]))).toEqual(routeRows);
    const admin = await signInAs(server, { email: "lister@example.org", role: "admin" });
    expect(Object.fromEntries((await listSockets(admin)).map(({ path, allow }) => [path, allow]))).toEqual(socketRows);
  });

  it.each(personas.map((persona) => [persona.name, persona] as const))(
    "lets %s do what they may and nothing else",
    async (_, persona) => {
      const strays: string[] = [];
      for (const route of routes) {
        const [allow = "", dangerous] = (routeRows[nameOf(route)] ?? "nobody").split("!");
        const client = await persona.come(server);
        const answer = await client.request(route.method, fillPath(route.path, unknownId), emptyBody(route));
        const expected = needsOf(persona, allow, dangerous !== undefined);
        const seen = refusalIn(answer.status, answer.text);
        if (!isAsExpected(seen, expected, answer.headers.location))
          strays.push(`${nameOf(route)}: expected ${expected ?? "no refusal"}, got ${answer.status} ${seen ?? ""}`);
      }
      expect(strays).toEqual([]);
    },
    120_000,
  );

  it.each(personas.map((persona) => [persona.name, persona] as const))(
    "opens a WebSocket for %s only with the right to it",
    async (_, persona) => {
      for (const [path, right] of Object.entries(socketRows)) {
        const { always } = await persona.come(server);
        const status = await handshake(path, always);
        expect(status).toBe(persona.rights.includes(right) ? 101 : 403);
      }
    },
  );
});

const unknownId = "018f0000-0000-7000-8000-00000000dead";
const emptyBody = ({ takesJson }: ListedRoute) =>
  takesJson ? { headers: { "content-type": "application/json" }, body: "{}" } : {};

/** What the persona must be told is missing; undefined when nothing is. */
function needsOf(persona: Persona, allow: string, dangerous: boolean): string | undefined {
  if (allow === "open") return undefined;
  if (!persona.rights.includes(allow)) return persona.lacks(allow);
  return dangerous && !persona.elevated ? "elevation" : undefined;
}

/** A refusal of the pipeline says what is needed; others (an unknown id, a body that does not fit) come after it. */
function refusalIn(status: number, text: string): string | undefined {
  if (status !== 403) return undefined;
  return (JSON.parse(text) as { needs?: string }).needs;
}

/** A few routes lead a stranger to the sign-in page instead (wire.md §1.9). */
const isAsExpected = (seen: string | undefined, expected: string | undefined, location: string | undefined): boolean =>
  seen === expected || (expected === "sign-in" && (location ?? "").startsWith("/login?next="));

function handshake(path: string, headers: Record<string, string>): Promise<number> {
  const { host, hostname, port } = new URL(server.url);
  const asked = {
    host,
    origin: server.url,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  const lines = Object.entries(asked).map(([name, value]) => `${name}: ${value}`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`),
    );
    socket.once("error", reject);
    socket.once("data", (data) => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString())?.[1]));
    });
  });
}
