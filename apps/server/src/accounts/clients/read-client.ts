import type { Actor, Right } from "../../platform/actor.ts";
import type { Credentials, Identity } from "../../platform/http/pipeline.ts";
import { hashToken, sameBytes } from "../../platform/secrets/token.ts";
import type { ActorCache } from "../identify/actor-cache.ts";
import type { KeyDeps } from "../keys/key.ts";
import { addPerson } from "../people/add-person.ts";
import { deletePersonRow, selectPersonByEmail } from "../people/person-store.ts";
import {
  type ClientRow,
  lockPhone,
  type PersonOfPhone,
  selectClient,
  selectPersonByPhone,
  setPhone,
  touchClient,
} from "./client-store.ts";

export interface ReadClientDeps extends Pick<KeyDeps, "database" | "events"> {
  readonly cache: ActorCache;
}

/** The same whether the application, its secret or the person is unknown. */
const unknownClient = "This client application is not known here, its secret is wrong, or nobody here has this number";

/** Whoever a client application speaks for: `client_id`, `phone_number`, `create_if_not_exists`, and its secret as bearer. */
export async function identifyClient(
  deps: ReadClientDeps,
  secret: string | undefined,
  shown: Credentials,
): Promise<Identity> {
  const phone = readPhone(shown.query.phone_number);
  const clientId = shown.query.client_id;
  if (secret === undefined || phone === undefined || clientId === undefined) return { why: unknownClient };
  const mayCreate = Boolean(shown.query.create_if_not_exists);
  const remembered = `client ${clientId} ${secret} ${phone} ${mayCreate}`;
  return deps.cache.get(remembered, async () => {
    const client = await readClient(deps, clientId, secret);
    if (client === undefined) return { why: unknownClient };
    const person = await findPerson(deps, { client, phone, mayCreate }, shown);
    return person?.active ? { actor: actorOf(client, person) } : { why: unknownClient };
  });
}

async function readClient(
  { database }: ReadClientDeps,
  clientId: string,
  secret: string,
): Promise<ClientRow | undefined> {
  const client = await selectClient(database.statement, clientId);
  // An unknown application costs the same comparison.
  const isRight = sameBytes(hashToken(secret), client?.secret_hash ?? Buffer.alloc(32));
  if (client === undefined || !isRight) return undefined;
  await touchClient(database.statement, client.id);
  return client;
}

async function findPerson(
  { database, events }: ReadClientDeps,
  { client, phone, mayCreate }: { client: ClientRow; phone: string; mayCreate: boolean },
  { from }: Credentials,
): Promise<PersonOfPhone | undefined> {
  const known = await selectPersonByPhone(database.statement, phone);
  if (known !== undefined || !mayCreate) return known;
  return database.transaction(async (sql) => {
    await lockPhone(sql, phone);
    const made = await selectPersonByPhone(sql.query, phone);
    if (made !== undefined) return made;
    const email = `${phone.slice(1)}@phone.invalid`;
    // No mail arrives there, but whoever knows a number can ask for a link to it: who only waits makes way.
    const waiting = await selectPersonByEmail(sql, email);
    if (waiting?.state === "unverified") await deletePersonRow(sql, waiting.id);
    const id = await addPerson(sql, { email, state: "active" });
    await setPhone(sql, id, phone);
    const facts = { client: client.name };
    const target = { kind: "person", id };
    await events.record(
      { kind: "person.added", outcome: "done", via: "client", from, account: email, target, facts },
      sql,
    );
    return selectPersonByPhone(sql.query, phone);
  });
}

/** `+` and 6 to 15 digits; a `+` that became a blank on its way is put back. Undefined for what is no number. */
function readPhone(text: string | undefined): string | undefined {
  const digits = text?.trim().replace(/^\+/, "");
  return digits !== undefined && /^\d{6,15}$/.test(digits) ? `+${digits}` : undefined;
}

/** What the application may, of what anybody may: never to administer, and never to look after the account. */
const actorOf = (client: ClientRow, person: PersonOfPhone): Actor => ({
  personId: person.id,
  email: person.email,
  username: person.username,
  via: "client",
  credentialId: client.id,
  role: "user",
  rights: new Set(client.scopes.filter((scope) => scope !== "admin") as Right[]),
  elevated: false,
  home: person.spaces[0]?.id ?? "",
  spaces: person.spaces,
});
