import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../testing/client.ts";
import { type ListedRoute, listRoutes } from "../testing/route-list.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { makeWorld, marker, type World } from "./testing/somebodys-world.ts";

let server: TestServer;
let world: World;
let routes: readonly ListedRoute[];
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  world = await makeWorld(server);
  await signInAs(server, { email: "carla@example.org" });
  const members = `/api/spaces/${world.ids.sharedSpace}/members/carla@example.org`;
  await world.anna.send("PUT", members, { role: "editor" });
  await world.anna.request("DELETE", members);
  routes = await listRoutes(world.anna);
});
afterAll(() => server.stop());

/** Everybody who is not Anna. */
const others: readonly [string, () => Promise<Client>, (route: ListedRoute) => boolean][] = [
  ["another person", () => signInAs(server, { email: "ben@example.org" }), () => true],
  ["somebody who left the space they shared", () => signInAs(server, { email: "carla@example.org" }), () => true],
  // What an administrator may do to an account is theirs to do; its notes are not theirs to read.
  [
    "another administrator",
    () => signInAs(server, { email: "dora@example.org", role: "admin" }),
    ({ path }) => !path.startsWith("/api/admin/"),
  ],
];

describe("what is somebody's", () => {
  it.each(others)(
    "is neither read nor changed by %s, whichever of its ids is sent in whichever place of whichever route",
    async (_, come, isMeant) => {
      const before = await world.fingerprint();
      const leaks: string[] = [];
      let client = await come();
      for (const route of routes.filter(isMeant)) {
        for (const [what, id] of Object.entries(world.ids)) {
          let answer = await ask(client, route, id);
          // The call before ended the session: this one has to be asked by somebody.
          if (answer.status === 403 && answer.text.includes('"sign-in"')) {
            client = await come();
            answer = await ask(client, route, id);
          }
          if (withoutEcho(answer.text, id).includes(marker))
            leaks.push(`${route.method} ${route.path} with the ${what}: ${answer.status}`);
        }
      }
      expect(leaks).toEqual([]);
      expect(await world.fingerprint()).toEqual(before);
    },
    300_000,
  );

  it("is still all there for Anna, who may do with it what the others tried", async () => {
    expect((await world.anna.get(`/api/content/file?file_name=${world.ids.note}`)).text).toContain(marker);
    expect((await world.anna.get(`/api/chat/history?conversation_id=${world.ids.conversation}`)).text).toContain(
      marker,
    );
  });
});

/** The id in the path, in every parameter of the query, and under every name a body knows. */
function ask(client: Client, route: ListedRoute, id: string) {
  const query = new URLSearchParams(route.query.map((name): [string, string] => [name, id]));
  const path = `${route.path.replace(/\{\w+\}/g, encodeURIComponent(id))}?${query}`;
  if (!route.takesJson) return client.request(route.method, path, {});
  return client.send(route.method, path, { ...Object.fromEntries(bodyKeys.map((key) => [key, id])), ...lists(id) });
}

const bodyKeys = [
  "id",
  "user",
  "space",
  "from",
  "to",
  "conversation_id",
  "turn_id",
  "filename",
  "file_name",
  "q",
  "name",
];
const lists = (id: string) => ({ files: [id], file_names: [id], filenames: [id], users: [id], spaces: [id] });

/** An answer may repeat what it was asked: that tells nobody anything. */
const withoutEcho = (text: string, id: string): string =>
  [id, JSON.stringify(id).slice(1, -1), encodeURIComponent(id)].reduce((rest, echo) => rest.replaceAll(echo, ""), text);
