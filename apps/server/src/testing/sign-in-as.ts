import { addPerson, openSession, type Role, setCookie } from "../accounts/index.ts";
import { type Client, makeClient } from "./client.ts";
import type { TestServer } from "./start-test-server.ts";

export interface SignedInClient extends Client {
  readonly personId: string;
  readonly email: string;
  readonly sessionId: string;
  /** The `Cookie` header it sends. */
  readonly cookie: string;
}

export interface WhoSignsIn {
  readonly email: string;
  readonly role?: Role;
  /** A second factor was given and recovery codes are saved, as the panel asks; yes for administrators unless told. */
  readonly strong?: boolean;
  readonly elevated?: boolean;
}

/** A person (made if new) with a session on `server`, as if they had signed in: for tests of what comes after. */
export async function signInAs(server: TestServer, who: WhoSignsIn): Promise<SignedInClient> {
  const { email, role = "user", strong = role === "admin", elevated = true } = who;
  const times = { idle: 86_400, absolute: 86_400, elevation: elevated ? 300 : 0 };
  const from = { address: "127.0.0.1", agent: "test", requestId: "test" };
  const { personId, opened } = await server.database.database.transaction(async (sql) => {
    const [known] = await sql.query<{ id: string }>("SELECT id FROM people WHERE email = $1", [email]);
    const personId = known?.id ?? (await addPerson(sql, { email, state: "active", role }));
    if (strong) await sql.execute("UPDATE people SET recovery_saved_at = now() WHERE id = $1", [personId]);
    if (strong)
      await sql.execute("INSERT INTO totp (person_id, confirmed_at) VALUES ($1, now()) ON CONFLICT DO NOTHING", [
        personId,
      ]);
    return { personId, opened: await openSession(sql, { personId, methods: ["link"], strong, from }, times) };
  });
  const cookie = setCookie("session", server.instance, "http", opened.token).split(";")[0] ?? "";
  return { ...makeClient(server.url, { cookie }), email, personId, sessionId: opened.id, cookie };
}
