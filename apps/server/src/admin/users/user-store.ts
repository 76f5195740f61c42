import type { AdminUsersQuery, FactorKind, PersonStateName } from "@khoj/contract";
import type { Sql } from "@khoj/db";

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly role: "user" | "admin";
  readonly state: PersonStateName;
  readonly verified: boolean;
  readonly factors: readonly FactorKind[];
  readonly sessions: number;
  readonly keys: number;
  readonly joined_at: Date;
  readonly seen_at: Date | null;
  readonly home: string | null;
}

type Filter = Omit<AdminUsersQuery, "sort" | "order" | "page">;

/** One page of people. What is counted for each is counted for those of the page only. */
export async function selectUsers(
  sql: Sql,
  { sort, order, ...filter }: Omit<AdminUsersQuery, "page">,
  page: { readonly limit: number; readonly offset: number; readonly googleIssuer: string },
): Promise<UserRow[]> {
  const { text, values } = conditionsOf(filter, page.googleIssuer, [page.googleIssuer, page.limit, page.offset]);
  return sql.query<UserRow>(
    `SELECT id, email, name, phone, role, state, email_verified_at IS NOT NULL AS verified, created_at AS joined_at,
       last_seen_at AS seen_at,
       array_remove(ARRAY[
         CASE WHEN ${havingPasskey} THEN 'passkey' END,
         CASE WHEN ${havingTotp} THEN 'totp' END,
         CASE WHEN ${havingPassword} THEN 'password' END,
         CASE WHEN ${havingIdentity("=", "$1")} THEN 'google' END,
         CASE WHEN ${havingIdentity("<>", "$1")} THEN 'oidc' END
       ], NULL) AS factors,
       (SELECT count(*)::int FROM sessions WHERE person_id = person.id AND expires_at > now()
         AND used_at + idle_seconds * interval '1 second' > now()) AS sessions,
       (SELECT count(*)::int FROM api_keys WHERE person_id = person.id AND revoked_at IS NULL AND expires_at > now()) AS keys,
       (SELECT id FROM spaces WHERE owner_id = person.id AND kind = 'personal') AS home
     FROM (SELECT * FROM people person WHERE ${text} ORDER BY ${orders[sort][order]} LIMIT $2 OFFSET $3) person
     ORDER BY ${orders[sort][order]}`,
    values,
  );
}

export async function countUsers(sql: Sql, filter: Filter, googleIssuer: string): Promise<number> {
  const { text, values } = conditionsOf(filter, googleIssuer, []);
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM people person WHERE ${text}`,
    values,
  );
  return row?.count ?? 0;
}

/** Each is the order of an index, so that a page of 100,000 people is read without sorting them. */
const orders: Readonly<Record<AdminUsersQuery["sort"], Readonly<Record<AdminUsersQuery["order"], string>>>> = {
  email: { asc: "email", desc: "email DESC" },
  name: { asc: "name, id", desc: "name DESC, id DESC" },
  joined: { asc: "created_at, id", desc: "created_at DESC, id DESC" },
  seen: { asc: "last_seen_at NULLS FIRST, id", desc: "last_seen_at DESC NULLS LAST, id DESC" },
};

const within: Readonly<Record<"day" | "week" | "month" | "year" | "quiet", string>> = {
  day: "1 day",
  week: "7 days",
  month: "30 days",
  year: "365 days",
  quiet: "90 days",
};

interface Conditions {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a filter asks for, of constant pieces, whose values come after those of `first`. */
function conditionsOf(filter: Filter, googleIssuer: string, first: readonly unknown[]): Conditions {
  const { q, state, role, factor, joined, seen } = filter;
  const values = [...first];
  // Whoever uses a server without accounts is nobody to be administered; their first administrator becomes them.
  const pieces = ["username <> 'default'"];
  const add = (piece: (parameter: string) => string, value: unknown) => {
    values.push(value);
    pieces.push(piece(`$${values.length}`));
  };
  const words = q?.trim().toLowerCase() ?? "";
  if (words !== "") add(nameContains, words);
  if (state !== undefined) add((p) => `state = ${p}`, state);
  if (role !== undefined) add((p) => `role = ${p}`, role);
  if (factor === "google" || factor === "oidc")
    add((p) => havingIdentity(factor === "google" ? "=" : "<>", p), googleIssuer);
  else if (factor !== undefined) pieces.push(havingFactor[factor]);
  if (joined !== undefined) add((p) => `created_at > now() - ${p}::interval`, within[joined]);
  if (seen === "never") pieces.push("last_seen_at IS NULL");
  else if (seen === "quiet") add((p) => `coalesce(last_seen_at, created_at) < now() - ${p}::interval`, within.quiet);
  else if (seen !== undefined) add((p) => `last_seen_at > now() - ${p}::interval`, within[seen]);
  return { text: pieces.join(" AND "), values };
}

const nameContains = (p: string): string =>
  `(strpos(email, ${p}) > 0 OR strpos(lower(name), ${p}) > 0 OR strpos(phone, ${p}) > 0 OR id::text = ${p})`;
const havingPasskey = "EXISTS (SELECT 1 FROM passkeys WHERE person_id = person.id)";
const havingTotp = "EXISTS (SELECT 1 FROM totp WHERE person_id = person.id AND confirmed_at IS NOT NULL)";
const havingPassword = "EXISTS (SELECT 1 FROM passwords WHERE person_id = person.id)";
const havingIdentity = (compare: "=" | "<>", issuer: string): string =>
  `EXISTS (SELECT 1 FROM identities WHERE person_id = person.id AND issuer ${compare} ${issuer})`;
const havingFactor = {
  passkey: havingPasskey,
  totp: havingTotp,
  password: havingPassword,
  none: `NOT ${havingPasskey} AND NOT ${havingTotp}`,
} as const;

export async function selectWaiting(
  sql: Sql,
  days: number,
): Promise<{ id: string; email: string; asked_at: Date; ends_at: Date }[]> {
  return sql.query(
    `SELECT id, email, created_at AS asked_at, created_at + $1 * interval '1 day' AS ends_at FROM people
     WHERE state = 'unverified' AND created_at > now() - $1 * interval '1 day' ORDER BY created_at, id LIMIT 1000`,
    [days],
  );
}
