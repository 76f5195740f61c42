import type { AdminUser, AdminUsers, AdminUsersQuery } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { Actor } from "../../platform/actor.ts";
import { countDocuments } from "../count-documents-store.ts";
import { pageFrom, pagesOf } from "../page-of.ts";
import { countUsers, selectUsers, type UserRow } from "./user-store.ts";

export interface ListUsersDeps {
  readonly database: Database;
  /** Identities of this issuer are Google's; all others are the OpenID provider's. */
  readonly googleIssuer: string;
}

/** A page of people with what an administrator needs to know of each; never what their documents say. */
export async function listUsers(
  { database, googleIssuer }: ListUsersDeps,
  /** Who asks; undefined on the command line. */
  actor: Pick<Actor, "personId"> | undefined,
  { page, ...query }: AdminUsersQuery,
): Promise<AdminUsers> {
  const { rows, total } = await database.transaction(async (sql) => ({
    rows: await selectUsers(sql, query, { ...pageFrom(page), googleIssuer }),
    total: await countUsers(sql, query, googleIssuer),
  }));
  const homes = rows.flatMap(({ home }) => (home === null ? [] : [home]));
  const documents = await database.inSpaces(homes, (sql) => countDocuments(sql, homes));
  const users = rows.map((row) => shown(row, documents.get(row.home ?? "") ?? 0, actor));
  return { users, ...pagesOf(total, page) };
}

const shown = (
  { home: _, ...row }: UserRow,
  documents: number,
  actor: Pick<Actor, "personId"> | undefined,
): AdminUser => ({
  ...row,
  factors: [...row.factors],
  documents,
  joined_at: row.joined_at.toISOString(),
  seen_at: row.seen_at?.toISOString() ?? null,
  oneself: row.id === actor?.personId,
});
