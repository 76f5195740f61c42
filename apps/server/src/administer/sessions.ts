import { notFound } from "@khoj/contract";
import { deleteSession, findSessionOwner, requireEmail, selectDevices, signOutPerson } from "../accounts/index.ts";
import type { Administration } from "./administration.ts";
import { getPerson } from "./users.ts";

/** Sessions that live, of the person named or of everybody, the one used last first. */
export async function listSessions({ database }: Administration, email: string | undefined) {
  return database.transaction(async (sql) => {
    const person = email === undefined ? undefined : await getPerson(sql, requireEmail(email));
    return selectDevices(sql, person?.id);
  });
}

/** Signs one device out, on every node; answers whose it was. */
export async function endSession({ changeMany, events, by }: Administration, typed: string): Promise<string> {
  const id = typed.toLowerCase();
  return changeMany(async (sql, tell) => {
    const email = await findSessionOwner(sql, id);
    if (email === undefined) throw notFound("session", typed);
    await deleteSession(sql, id);
    await tell({ what: "ended", of: "credential", id });
    const target = { kind: "session", id };
    await events.record({ ...by, kind: "session.ended", outcome: "done", account: email, target }, sql);
    return email;
  });
}

/** Signs somebody out everywhere; answers their address. */
export async function endSessionsOf(administration: Administration, typed: string): Promise<string> {
  const { id, email } = await administration.database.transaction((sql) => getPerson(sql, requireEmail(typed)));
  await signOutPerson(administration, id, administration.by);
  return email;
}
