import { badRequest } from "@khoj/contract";
import type { Administering } from "../administer.ts";
import { columns, moment } from "../columns.ts";

export async function listSessions({ output, run }: Administering, user: string | undefined): Promise<void> {
  const sessions = await run((server, administration) => server.listSessions(administration, user));
  output.document({ sessions });
  const rows = sessions.map((session) => [
    session.id,
    session.email,
    session.methods.join("+"),
    session.address ?? "-",
    `since ${moment(session.made_at)}`,
    `used ${moment(session.used_at)}`,
    session.agent ?? "-",
  ]);
  for (const line of columns(rows)) output.line(line);
  if (sessions.length === 0) output.line("Nobody is signed in.");
}

export async function endSessions(
  { output, run }: Administering,
  id: string | undefined,
  user: string | undefined,
): Promise<void> {
  if ((id === undefined) === (user === undefined))
    throw badRequest("Say which: an id of khoj sessions list, or --user EMAIL for all of theirs.");
  const ended = await run((server, administration) =>
    user === undefined ? server.endSession(administration, id ?? "") : server.endSessionsOf(administration, user),
  );
  output.document({ email: ended, session: id ?? "all" });
  output.line(user === undefined ? `${ended} is signed out of that device.` : `${ended} is signed out everywhere.`);
}
