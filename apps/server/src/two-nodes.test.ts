import { request as httpRequest } from "node:http";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSocket } from "./chat/testing/open-socket.ts";
import { makeClient } from "./testing/client.ts";
import { type SignedInClient, signInAs } from "./testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

/** Two servers on one database. What is done on `one` must be dead on `two`. */
let database: TestDatabase;
let one: TestServer;
let two: TestServer;
let root: SignedInClient;
beforeAll(async () => {
  database = await openTestDatabase();
  const config = { anonymous: false };
  one = await startTestServer({ database, config });
  two = await startTestServer({ database, config });
  root = await signInAs(one, { email: "root@example.org", role: "admin" });
});
afterAll(async () => {
  await one.stop();
  await two.stop();
  await database.drop();
});

type Headers = Readonly<Record<string, string>>;

/** Somebody at work on the second node: a credential it knows, a socket, and a stream that is half sent. */
async function atWork(headers: Headers) {
  const client = makeClient(two.url, headers);
  const isSomebody = async () => (await client.get("/api/health")).json().email !== undefined;
  expect(await isSomebody()).toBe(true);
  const socket = await openSocket(two.url, { ...headers, origin: two.url });
  const stream = await startStream(headers);
  return {
    /** Resolves when all of it is over: the next request refused, the socket closed, the stream cut. */
    async isOver() {
      expect(await socket.closed).toBe(1008);
      expect(await stream.ended).toBe("cut");
      expect(await isSomebody()).toBe(false);
    },
    close() {
      socket.close();
      stream.stop();
    },
  };
}

/** An answer that has begun and waits for the database, which `holdSearches` holds. */
function startStream(headers: Headers): Promise<{ ended: Promise<"cut" | "whole">; stop(): void }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${two.url}/api/chat`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      agent: false,
    });
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      const ended = new Promise<"cut" | "whole">((end) => {
        incoming.once("error", () => end("cut"));
        incoming.once("end", () => end("whole"));
      });
      incoming.once("data", () => resolve({ ended, stop: () => outgoing.destroy() }));
    });
    outgoing.end(JSON.stringify({ q: "Where is the lighthouse?", stream: true }));
  });
}

async function holdSearches(): Promise<() => Promise<unknown>> {
  const session = await database.owner();
  await session.query("BEGIN");
  await session.query("LOCK TABLE documents IN ACCESS EXCLUSIVE MODE");
  return () => session.query("ROLLBACK");
}

let people = 0;
const somebody = () => signInAs(one, { email: `person${++people}@example.org` });

describe("what is done on one node is dead on the other, running streams and sockets included", () => {
  it.each<[string, (who: SignedInClient) => Promise<unknown>]>([
    [
      "a sign-out",
      async (who) => who.request("POST", "/auth/logout", { headers: { "sec-fetch-site": "same-origin" } }),
    ],
    [
      "a sign-out of one device",
      async (who) => (await somebodyAgain(who)).request("DELETE", `/api/account/devices/${who.sessionId}`),
    ],
    ["a sign-out of all devices", async (who) => (await somebodyAgain(who)).request("DELETE", "/api/account/devices")],
    [
      "a deactivation",
      (who) => root.send("POST", "/api/admin/users/actions", { action: "deactivate", users: [who.personId] }),
    ],
  ])("%s", async (_, act) => {
    const release = await holdSearches();
    const who = await somebody();
    const work = await atWork({ cookie: who.cookie });
    const bystander = await atWork({ cookie: (await somebody()).cookie });
    expect(await act(who)).toMatchObject({ status: 200 });
    await work.isOver();
    bystander.close();
    await release();
  });

  it("the end of an account", async () => {
    const who = await somebody();
    const socket = await openSocket(two.url, { cookie: who.cookie, origin: two.url });
    expect((await who.request("DELETE", "/api/self")).status).toBe(200);
    expect(await socket.closed).toBe(1008);
    expect((await makeClient(two.url, { cookie: who.cookie }).get("/api/v1/user")).status).toBe(403);
  });

  it("the revocation of a key, and the deactivation of its person", async () => {
    for (const act of ["revoke", "deactivate"]) {
      const release = await holdSearches();
      const who = await somebody();
      const { id, key } = (await who.send("POST", "/api/account/keys", { name: "work" })).json();
      const work = await atWork({ authorization: `Bearer ${key}` });
      const answer =
        act === "revoke"
          ? await who.request("DELETE", `/api/account/keys/${id}`)
          : await root.send("POST", "/api/admin/users/actions", { action: "deactivate", users: [who.personId] });
      expect(answer.status).toBe(200);
      await work.isOver();
      await release();
    }
  });

  it("leaving a space: nothing of it is found any more, and what was being answered is cut", async () => {
    const [host, guest] = [await somebody(), await somebody()];
    const { id } = (await host.send("POST", "/api/spaces", { name: "Harbour" })).json();
    await host.send("PUT", `/api/spaces/${id}/members/${guest.personId}`, { role: "reader" });
    await host.upload([{ name: "buoy.md", content: "# Buoy\n\nA crimson buoy.\n" }], {
      path: `/api/content?client=web&space=${id}`,
    });
    const elsewhere = makeClient(two.url, { cookie: guest.cookie });
    expect((await elsewhere.get("/api/search?q=crimson")).json()).toHaveLength(1);
    const release = await holdSearches();
    const stream = await startStream({ cookie: guest.cookie });
    expect((await host.request("DELETE", `/api/spaces/${id}/members/${guest.personId}`)).status).toBe(200);
    expect(await stream.ended).toBe("cut");
    await release();
    expect((await elsewhere.get("/api/search?q=crimson")).json()).toHaveLength(0);
    expect((await elsewhere.get(`/api/search?q=crimson&space=${id}`)).status).toBe(404);
  });
});

describe("somebody who is let in somewhere", () => {
  it("goes on with what they are doing, and has the space on the other node at once", async () => {
    const [host, guest] = [await somebody(), await somebody()];
    const { id } = (await host.send("POST", "/api/spaces", { name: "Quay" })).json();
    const socket = await openSocket(two.url, { cookie: guest.cookie, origin: two.url });
    await host.send("PUT", `/api/spaces/${id}/members/${guest.personId}`, { role: "editor" });
    const elsewhere = makeClient(two.url, { cookie: guest.cookie });
    const spaces = async () => (await elsewhere.get("/api/spaces")).json().spaces.map((one: { id: string }) => one.id);
    await expect.poll(spaces).toContain(id);
    socket.send({ q: "Anything here?", stream: true });
    await socket.until((frames) => frames.length > 0);
    await host.send("PUT", `/api/spaces/${id}/members/${guest.personId}`, { role: "reader" });
    expect(await socket.closed).toBe(1008);
  });
});

/** The same person on another device of the first node. */
const somebodyAgain = async (who: SignedInClient): Promise<SignedInClient> =>
  signInAs(one, { email: (await who.get("/api/health")).json().email });

describe("limits", () => {
  it("count for both nodes together", async () => {
    const ask = (server: TestServer, at: number) => server.send("POST", "/auth/magic", { email: `u${at}@example.org` });
    const statuses: number[] = [];
    for (let at = 0; at < 62; at++) statuses.push((await ask(at % 2 ? one : two, at)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.slice(60)).toEqual([429, 429]);
  });
});

describe("two instances on two ports of one host", () => {
  it("keep their people apart in one browser, which sends the cookies of both to each", async () => {
    const other = await startTestServer({ config: { anonymous: false } });
    const here = await signInAs(one, { email: "here@example.org" });
    const there = await signInAs(other, { email: "there@example.org" });
    const jar = { cookie: `${here.cookie}; ${there.cookie}` };
    const who = async (server: TestServer) => (await makeClient(server.url, jar).get("/api/v1/user")).json().email;
    expect([await who(one), await who(other)]).toEqual(["here@example.org", "there@example.org"]);
    await makeClient(other.url, jar).request("DELETE", "/api/account/devices?all=true");
    expect([await who(one), await who(other)]).toEqual(["here@example.org", undefined]);
    await other.stop();
  });
});
