import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type SignedInClient, signInAs } from "../../testing/sign-in-as.ts";
import type { TestServer } from "../../testing/start-test-server.ts";

/** Words that stand in everything of Anna's, and nowhere else. */
export const marker = "zanzibar-marker";

export interface World {
  readonly anna: SignedInClient;
  /** Ids of things of hers, by what they are. */
  readonly ids: Readonly<Record<string, string>>;
  /** A hash for each table of all that is hers: equal as long as nobody changed any of it. */
  fingerprint(): Promise<Record<string, string>>;
}

/** Anna has one of everything, all of it private to her. */
export async function makeWorld(server: TestServer): Promise<World> {
  const anna = await signInAs(server, { email: `anna-${marker}@example.org`, role: "admin" });
  const note = `${marker}/note.md`;
  const [own] = (await anna.get("/api/spaces")).json().spaces;
  const shared = (await anna.send("POST", "/api/spaces", { name: marker })).json();
  await anna.upload([{ name: note, content: `# ${marker}\n\nThe ${marker} opens at noon.` }]);
  await anna.upload([{ name: `${marker}/shared.md`, content: `Shared ${marker}.` }], {
    path: `/api/content?client=web&space=${shared.id}`,
  });
  const folder = await mkdtemp(path.join(tmpdir(), "khoj-world-"));
  await writeFile(path.join(folder, "watched.md"), `Watched ${marker}`);
  const watched = (await anna.send("POST", "/api/folders", { path: folder })).json();
  await untilFound(anna, `Watched ${marker}`);
  await anna.send("POST", "/api/content/exclusions", { file_name: `${marker}/out.md` });
  const exclusion = (await anna.get("/api/content/exclusions")).json().items[0];
  const { conversation_id: conversation } = (await anna.request("POST", "/api/chat/sessions")).json();
  await anna.send("POST", "/api/chat", { q: `When does the ${marker} open?`, conversation_id: conversation });
  const history = (await anna.get(`/api/chat/history?conversation_id=${conversation}`)).json();
  const { conversation_id: trashed } = (await anna.request("POST", "/api/chat/sessions")).json();
  await anna.send("POST", "/api/chat", { q: `${marker}?`, conversation_id: trashed });
  await anna.request("DELETE", `/api/chat/history?conversation_id=${trashed}`);
  const key = (await anna.send("POST", "/api/account/keys", { name: marker })).json();
  const passkey = `passkey-${marker}`;
  await server.database.database.statement(
    `INSERT INTO passkeys (id, person_id, name, public_key, counter, rp_id, device_type, backed_up)
     VALUES ($1, $2, $3, '\\x00', 0, 'localhost', 'singleDevice', false)`,
    [passkey, anna.personId, marker],
  );
  await server.database.database.statement(
    "INSERT INTO identities (issuer, subject, person_id, email) VALUES ('https://issuer.example', $1, $2, $1)",
    [marker, anna.personId],
  );
  const ids = {
    person: anna.personId,
    email: anna.email,
    note,
    space: own.id,
    sharedSpace: shared.id,
    folder: watched.id,
    exclusion: exclusion.id,
    conversation,
    turn: history.response.chat[0].turnId,
    trashed,
    key: key.id,
    shownKey: key.shown,
    session: anna.sessionId,
    passkey,
  };
  return { anna, ids, fingerprint: () => fingerprintOf(server, anna.personId, [own.id, shared.id]) };
}

/** A folder is read a moment after it is named. */
async function untilFound(who: SignedInClient, words: string): Promise<void> {
  while (!(await who.get(`/api/search?q=${encodeURIComponent(words)}`)).text.includes("watched.md")) await wait(50);
}

const tables: Readonly<Record<string, string>> = {
  people: "SELECT id, email, name, role, state FROM people WHERE id = $1",
  documents: "SELECT id, file_name, text, version FROM documents WHERE space_id = ANY($2)",
  chunks: "SELECT document_id, ordinal, text FROM chunks WHERE space_id = ANY($2)",
  folders: "SELECT id, path, paused FROM folders WHERE space_id = ANY($2)",
  exclusions: "SELECT id, file_name FROM exclusions WHERE space_id = ANY($2)",
  ignoreLists: "SELECT space_id, rules FROM ignore_lists WHERE space_id = ANY($2)",
  conversations: "SELECT id, title, slug, file_filters, trashed_at FROM conversations WHERE space_id = ANY($2)",
  messages: "SELECT conversation_id, position, text FROM messages WHERE space_id = ANY($2)",
  shares: "SELECT id, slug FROM shares WHERE space_id = ANY($2)",
  spaces: "SELECT id, name, owner_id FROM spaces WHERE id = ANY($2)",
  memberships: "SELECT space_id, person_id, role FROM memberships WHERE space_id = ANY($2) OR person_id = $1",
  keys: "SELECT id, name, revoked_at, suspended_at, expires_at FROM api_keys WHERE person_id = $1",
  sessions: "SELECT id, token_hash FROM sessions WHERE person_id = $1",
  passkeys: "SELECT id, name FROM passkeys WHERE person_id = $1",
  identities: "SELECT issuer, subject FROM identities WHERE person_id = $1",
  totp: "SELECT person_id, confirmed_at FROM totp WHERE person_id = $1",
};

async function fingerprintOf(
  server: TestServer,
  person: string,
  spaces: readonly string[],
): Promise<Record<string, string>> {
  return server.database.database.inSpaces(spaces, async (sql) => {
    const found: Record<string, string> = {};
    for (const [name, select] of Object.entries(tables)) {
      const [row] = await sql.query<{ hash: string }>(
        `SELECT coalesce(md5(string_agg(one.it::text, E'\\n' ORDER BY one.it::text)), 'none') AS hash
         FROM (SELECT given FROM (SELECT $1::uuid AS person, $2::uuid[] AS spaces) AS given) AS always,
           LATERAL (SELECT it FROM (${select}) AS it) AS one`,
        [person, spaces],
      );
      found[name] = row?.hash ?? "";
    }
    return found;
  });
}
