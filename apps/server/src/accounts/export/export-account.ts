import { eventLines } from "../../audit/index.ts";
import type { Actor } from "../../platform/actor.ts";
import { asJson, type ExportPart } from "../../platform/export-part.ts";
import { listKeys } from "../keys/list-keys.ts";
import { selectPerson } from "../people/person-store.ts";
import type { OwnAccountDeps } from "../people/read-profile.ts";
import { selectDevices } from "../sessions/session-store.ts";
import { selectMethodFacts, selectPreferences, selectSpaceFacts } from "./export-store.ts";

const readme = `Everything this Khoj has of you:

profile.json, settings.json     who you are here, and what you chose
devices.json, sign-in.json      where you are signed in, and by what; nothing here lets anybody in
keys.json                       your keys, without the keys themselves
spaces.json                     the spaces you are in; what is in shared ones is not only yours and is not here
documents.jsonl, documents/     the notes of your own space: a line of facts for each, and its text or file
conversations/                  what you asked and were answered
events.jsonl                    what you did here, and what was done to your account
`;

/** What the accounts have of a person. */
export async function* exportAccount(
  { database }: Pick<OwnAccountDeps, "database">,
  actor: Actor,
): AsyncGenerator<ExportPart> {
  const { personId, email } = actor;
  const { person, settings, devices, methods, spaces } = await database.transaction(async (sql) => ({
    person: await selectPerson(sql, personId),
    settings: await selectPreferences(sql, personId),
    devices: await selectDevices(sql, personId),
    methods: await selectMethodFacts(sql, personId),
    spaces: await selectSpaceFacts(sql, personId),
  }));
  yield { path: "README.txt", content: readme };
  yield { path: "profile.json", content: asJson(person) };
  yield {
    path: "settings.json",
    content: asJson(Object.fromEntries(settings.map(({ name, value }) => [name, value]))),
  };
  yield { path: "devices.json", content: asJson(devices) };
  yield { path: "sign-in.json", content: asJson(methods) };
  yield { path: "keys.json", content: asJson(await listKeys({ database }, personId)) };
  yield { path: "spaces.json", content: asJson(spaces) };
  yield {
    path: "events.jsonl",
    content: eventLines(database, { about: { person: personId, account: email } }),
  };
}
