import { notFound } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { Actor } from "../../platform/actor.ts";
import type { ExportOf, ExportPart } from "../../platform/export-part.ts";
import { listSpaces, selectPerson } from "../people/person-store.ts";
import { exportAccount } from "./export-account.ts";
import { zipParts } from "./zip-parts.ts";

export interface ExportDeps {
  readonly database: Database;
  /** What other rooms have of a person. */
  readonly exportOf: ExportOf;
}

/** Everything that is theirs, as an archive, for who looks after their account; the caller records the event. */
export async function exportPerson(deps: ExportDeps, id: string): Promise<AsyncIterable<Uint8Array>> {
  const { person, spaces } = await deps.database.transaction(async (sql) => ({
    person: await selectPerson(sql, id),
    spaces: await listSpaces(sql, id),
  }));
  if (person === undefined) throw notFound("person", id);
  // Rooms ask whose things are wanted, not who may do what: this one may do nothing.
  const owner: Actor = {
    personId: id,
    email: person.email,
    username: person.username,
    via: "session",
    credentialId: undefined,
    role: person.role,
    rights: new Set(),
    elevated: false,
    home: spaces[0]?.id ?? "",
    spaces,
  };
  return zipParts(everythingOf(deps, owner));
}

/** Every file of an export: the account first, then what each room has of the person. */
export async function* everythingOf(deps: ExportDeps, actor: Actor): AsyncGenerator<ExportPart> {
  yield* exportAccount(deps, actor);
  yield* deps.exportOf(actor);
}
