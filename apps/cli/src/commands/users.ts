import type { GivenLink, UserChange } from "@khoj/server/administer";
import type { Administering } from "../administer.ts";
import { columns, moment } from "../columns.ts";
import { confirm } from "../confirm.ts";

export async function listUsers({ output, run }: Administering, q: string | undefined, page: number): Promise<void> {
  const found = await run((server, administration) => server.searchUsers(administration, q, page));
  output.document(found);
  const rows = found.users.map((user) => [
    user.email,
    user.role,
    user.state,
    user.factors.join("+") || "-",
    `${user.sessions} sessions`,
    `${user.keys} keys`,
    `seen ${moment(user.seen_at)}`,
  ]);
  for (const line of columns(rows)) output.line(line);
  if (found.users.length === 0)
    output.line(q === undefined ? "Nobody yet. khoj users add EMAIL --admin" : "Nobody found.");
  if (found.pages > 1) output.line(`Page ${found.page} of ${found.pages}; the next: --page ${found.page + 1}`);
}

export async function addUser({ output, run }: Administering, email: string, admin: boolean): Promise<void> {
  const { runs, ...given } = await run(async (server, administration) => ({
    ...(await server.addUser(administration, { email, admin })),
    runs: administration.serverRuns,
  }));
  output.document(given);
  if (given.claimed) output.line(`${given.email} administers this server now; what anonymous mode held is theirs.`);
  showLink({ output }, given, runs);
}

export async function giveLoginLink(
  { output, run }: Administering,
  email: string,
  resetFactors: boolean,
): Promise<void> {
  const { runs, ...given } = await run(async (server, administration) => ({
    ...(await server.giveLoginLink(administration, email, resetFactors)),
    runs: administration.serverRuns,
  }));
  output.document(given);
  if (resetFactors) output.line("Opening it takes every second factor away; a new one is set up after it.");
  showLink({ output }, given, runs);
}

function showLink(
  { output }: Pick<Administering, "output">,
  { email, link, expires_at }: GivenLink,
  runs: boolean,
): void {
  output.line(`${email} can come in by this link, once, until ${moment(expires_at)} UTC:`);
  output.line(output.bold(link));
  if (!runs)
    output.note("No server runs on this data directory; start it first: khoj serve, with the flags it usually has");
}

const said: Readonly<Record<UserChange, string>> = {
  deactivate: "is deactivated; sessions, keys, streams and sockets have ended",
  activate: "may come in",
  "make-admin": "is an administrator; the panel opens once they have a second factor",
  "make-user": "is an ordinary user",
  delete: "is deleted, with everything that was theirs",
};

export async function changeUser({ output, run }: Administering, change: UserChange, email: string): Promise<void> {
  const person = await run((server, administration) => server.changeUser(administration, change, email));
  output.document({ id: person.id, email: person.email, done: change });
  output.line(`${person.email} ${said[change]}.`);
}

export async function deleteUser(administering: Administering, email: string, yes: boolean): Promise<void> {
  await confirm(
    `This deletes ${email} with all notes, conversations, keys and settings of theirs; none can be got back.`,
    yes,
  );
  await changeUser(administering, "delete", email);
}
