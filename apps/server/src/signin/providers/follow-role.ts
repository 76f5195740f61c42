import type { Sql } from "@khoj/db";
import { announce, countAdministrators, lockAdministration, type Person, updateRole } from "../../accounts/index.ts";
import type { From } from "../../platform/actor.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { selectIdentity, updateGaveAdmin } from "./identity-store.ts";
import type { ProviderClaims } from "./provider-claims.ts";
import { type RoleRule, roleOf } from "./role-rule.ts";

/** What the provider's word makes of a person's role. */
export type RoleChange = "gives" | "takes" | "keeps-last" | "none";

/** A provider takes back only what it gave, and never the last administrator. */
export function judgeRole(
  claimed: "admin" | "user" | undefined,
  { role }: Pick<Person, "role">,
  { gaveAdmin, administrators }: { readonly gaveAdmin: boolean; readonly administrators: number },
): RoleChange {
  if (claimed === "admin" && role === "user") return "gives";
  if (claimed !== "user" || role !== "admin" || !gaveAdmin) return "none";
  return administrators > 1 ? "takes" : "keeps-last";
}

export interface Arrived {
  readonly person: Person;
  readonly claims: ProviderClaims;
  readonly rule: RoleRule | undefined;
  readonly from: From;
}

/** The role follows the provider at each sign-in, where the operator said by which claim. */
export async function followRole(
  { events }: Pick<SignInDeps, "events">,
  sql: Sql,
  { person, claims, rule, from }: Arrived,
): Promise<void> {
  const claimed = roleOf(rule, claims.all);
  if (claimed === undefined) return;
  await lockAdministration(sql);
  const gaveAdmin = (await selectIdentity(sql, claims))?.gave_admin ?? false;
  const change = judgeRole(claimed, person, { gaveAdmin, administrators: await countAdministrators(sql) });
  if (change === "none") return;
  const target = { kind: "person", id: person.id };
  const facts = { by: new URL(claims.issuer).host };
  const event = { via: "provider", account: person.email, target, from, facts };
  if (change === "keeps-last")
    return events.record({ kind: "person.kept-administrator", outcome: "noticed", ...event }, sql);
  const role = change === "gives" ? "admin" : "user";
  await updateRole(sql, person.id, role);
  await updateGaveAdmin(sql, claims, role === "admin");
  await announce(sql, { what: "ended", of: "person", id: person.id });
  const kind = role === "admin" ? "person.made-administrator" : "person.made-user";
  await events.record({ kind, outcome: "done", ...event }, sql);
}
