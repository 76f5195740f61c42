import { KhojError } from "@khoj/contract";
import type { Database, Sql } from "@khoj/db";
import {
  anonymousPerson,
  claimAnonymous,
  countAdministrators,
  requireEmail,
  selectPersonByUsername,
} from "../accounts/index.ts";
import type { Events } from "../audit/index.ts";
import type { Config } from "../config.ts";
import { checkPassword, deleteSetUpLinks, makeSignInLink, storePassword } from "../signin/index.ts";

export interface FirstStepsDeps {
  readonly config: Pick<Config, "anonymous" | "access" | "publicOrigin">;
  readonly database: Database;
  readonly events: Events;
  /** Where this server answers, once it does. */
  address(): string | undefined;
}

/**
 * What to do next, for whoever starts the server: how it gets its first administrator, and what a start without accounts
 * means for a server that has some. Each start without an administrator makes a new set-up link; earlier ones are dead.
 */
export async function takeFirstSteps(deps: FirstStepsDeps): Promise<readonly string[]> {
  const { config, database } = deps;
  const isAdministered = (await database.transaction(countAdministrators)) > 0;
  if (config.anonymous) return isAdministered ? [separateSpace] : [];
  const { admin } = config.access;
  if (isAdministered) return admin?.password === undefined ? [] : [ignoredPassword];
  if (admin?.password !== undefined) return [await claimByPassword(deps, admin.email, admin.password)];
  return [saySetUpLink(await database.transaction((sql) => makeSetUpLink(deps, sql)))];
}

/** `KHOJ_ADMIN_EMAIL` and `KHOJ_ADMIN_PASSWORD`, for who starts servers without looking at their terminals. */
async function claimByPassword({ database, events }: FirstStepsDeps, given: string, password: string): Promise<string> {
  const email = requireEmail(given);
  const problem = await checkPassword(password, { email, role: "admin" });
  if (problem !== undefined) throw new KhojError("not_configured", `KHOJ_ADMIN_PASSWORD: ${problem}`);
  await database.transaction(async (sql) => {
    const personId = await claimAnonymous(sql, email);
    await storePassword(sql, personId, password);
    const target = { kind: "person", id: personId };
    await events.record({ kind: "server.claimed", outcome: "done", via: "start", account: email, target }, sql);
  });
  return `${email} administers this server now: sign in with KHOJ_ADMIN_PASSWORD, add a second factor, and remove the variable`;
}

async function makeSetUpLink({ config, events, address }: FirstStepsDeps, sql: Sql): Promise<string> {
  const unclaimed = await selectPersonByUsername(sql, anonymousPerson.username);
  if (unclaimed === undefined) throw new Error("There is neither an administrator nor anybody to become one");
  await deleteSetUpLinks(sql);
  const origin = config.publicOrigin ?? hereOf(address());
  const link = await makeSignInLink(sql, { personId: unclaimed.id, purpose: "set-up", admits: false, origin });
  await events.record({ kind: "link.made", outcome: "done", via: "start", facts: { purpose: "set-up" } }, sql);
  return link.address;
}

/** As whoever reads the terminal reaches the server: a server on every address answers for localhost too. */
function hereOf(address: string | undefined): string {
  if (address === undefined || !URL.canParse(address)) return "http://localhost";
  const url = new URL(address);
  if (["0.0.0.0", "[::]", "127.0.0.1", "[::1]"].includes(url.hostname)) url.hostname = "localhost";
  return url.origin;
}

const saySetUpLink = (link: string): string =>
  `Nobody administers this server yet. To become its administrator, open this within 15 minutes (it works once):

  ${link}

After that, start the server again for a new one, or run: khoj users add YOU@EXAMPLE.ORG --admin
`;

const separateSpace =
  "This server has accounts. With --anonymous-mode nobody signs in, so that none of their notes are shown: what you see is a space of its own. Start without the flag to sign in";

const ignoredPassword =
  "KHOJ_ADMIN_PASSWORD is ignored: this server has an administrator. Remove the variable, so that the password lies about nowhere";
