import { type Client, makeClient } from "../../testing/client.ts";
import { signInAs } from "../../testing/sign-in-as.ts";
import type { TestServer } from "../../testing/start-test-server.ts";

/** Somebody who calls a route. `rights` are those they have; `elevated` whether dangerous acts go through. */
export interface Persona {
  readonly name: string;
  readonly rights: readonly string[];
  readonly elevated: boolean;
  /** What a refusal says is needed, for a right they lack. */
  lacks(right: string): string;
  /** A fresh credential: the call before may have ended the last one. */
  come(server: TestServer): Promise<Client>;
}

const ordinary = ["read", "write", "chat", "automate", "account"];
const nobodyAtAll = { rights: [], elevated: false, lacks: () => "sign-in" };
const asUser = { rights: ordinary, lacks: () => "scope" };

export const personas: readonly Persona[] = [
  { name: "nobody", ...nobodyAtAll, come: async (server) => makeClient(server.url) },
  {
    name: "somebody with a forged cookie",
    ...nobodyAtAll,
    come: async (server) => makeClient(server.url, { cookie: `khoj-${server.instance}=${"A".repeat(43)}` }),
  },
  {
    name: "somebody with a forged key",
    ...nobodyAtAll,
    come: async (server) => makeClient(server.url, { authorization: `Bearer kk-${"A".repeat(46)}` }),
  },
  { name: "a pending person", ...nobodyAtAll, come: (server) => inState(server, "pending@example.org", "unverified") },
  { name: "a suspended person", ...nobodyAtAll, come: (server) => inState(server, "out@example.org", "suspended") },
  {
    name: "a key of a suspended person",
    ...nobodyAtAll,
    come: async (server) => {
      const email = someNew("key-out");
      const key = await withKey(server, email, { scopes: ["read", "write", "chat"] });
      await setState(server, email, "suspended");
      return key;
    },
  },
  {
    name: "a key of the wrong environment",
    ...nobodyAtAll,
    come: (server) => withKey(server, someNew("dev"), { scopes: ["read", "write"], environment: "development" }),
  },
  {
    name: "a read-only key",
    rights: ["read"],
    elevated: false,
    lacks: (right) => (right === "account" ? "session" : "scope"),
    come: (server) => withKey(server, someNew("reader"), { scopes: ["read"] }),
  },
  {
    name: "a person",
    ...asUser,
    elevated: false,
    come: (server) => signInAs(server, { email: "p@example.org", elevated: false }),
  },
  {
    name: "a person who just proved it is them",
    ...asUser,
    elevated: true,
    come: (server) => signInAs(server, { email: "pe@example.org" }),
  },
  {
    name: "an administrator without a second factor",
    rights: ordinary,
    elevated: true,
    lacks: () => "second-factor",
    come: (server) => signInAs(server, { email: "weak@example.org", role: "admin", strong: false }),
  },
  {
    name: "an administrator",
    rights: [...ordinary, "admin"],
    elevated: false,
    lacks: () => "scope",
    come: (server) => signInAs(server, { email: "admin@example.org", role: "admin", elevated: false }),
  },
  {
    name: "an administrator who just proved it is them",
    rights: [...ordinary, "admin"],
    elevated: true,
    lacks: () => "scope",
    come: (server) => signInAs(server, { email: "root@example.org", role: "admin" }),
  },
];

let count = 0;
const someNew = (name: string): string => `${name}${++count}@example.org`;

async function setState(server: TestServer, email: string, state: string): Promise<void> {
  await server.database.database.statement("UPDATE people SET state = $2 WHERE email = $1", [email, state]);
  await server.database.database.statement(
    "SELECT pg_notify('khoj_access', 'ended person ' || id) FROM people WHERE email = $1",
    [email],
  );
}

/** A session as they would have it had they been let in: it must open nothing. */
async function inState(server: TestServer, email: string, state: string): Promise<Client> {
  await setState(server, email, "active");
  const client = await signInAs(server, { email });
  await setState(server, email, state);
  return client;
}

/** Of somebody new each time: nobody may have as many keys as there are routes. */
async function withKey(server: TestServer, email: string, wanted: object): Promise<Client> {
  const person = await signInAs(server, { email });
  const { key } = (await person.send("POST", "/api/account/keys", wanted)).json();
  return makeClient(server.url, { authorization: `Bearer ${key}` });
}
