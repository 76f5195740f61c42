import { conflict, type SignInMethod } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { Person } from "../../accounts/index.ts";
import { readMethods, readProvider } from "../method-settings.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { selectMeans } from "./means-store.ts";
import { deleteRecoveryCodes } from "./recovery/recovery-store.ts";

type Deps = Pick<SignInDeps, "access" | "database" | "linkOrigin" | "mailer" | "secrets">;

/** What works on this server, as far as it does not depend on the person; read before a transaction begins. */
export interface WorkingMethods {
  readonly on: ReadonlySet<SignInMethod>;
  /** A link asked for at the login form arrives by mail. */
  readonly linksArrive: boolean;
  readonly issuers: ReadonlyMap<string, "google" | "oidc">;
}

/** Asks settings and mail what works now; not within a transaction, since it takes connections of its own. */
export async function readWorkingMethods(deps: Deps): Promise<WorkingMethods> {
  const on = await readMethods(deps);
  const linksArrive = on.has("link") && deps.linkOrigin() !== undefined && (await deps.mailer.way()) !== undefined;
  const issuers = new Map<string, "google" | "oidc">();
  for (const provider of ["google", "oidc"] as const) {
    const settings = on.has(provider) ? await readProvider(deps, provider) : undefined;
    if (settings) issuers.set(canonicalIssuer(settings.issuer), provider);
  }
  return { on, linksArrive, issuers };
}

/** Issuers are compared as addresses: one that is configured with a slash at its end may name itself without. */
export const canonicalIssuer = (issuer: string): string => (URL.canParse(issuer) ? new URL(issuer).href : issuer);

/**
 * Looks at what is left after something was taken away, in the same transaction: throws, so that it is undone, when it
 * was the last way in, or an administrator's last factor. Who has no factor left needs no recovery codes either.
 */
export async function keepWayIn(
  sql: Sql,
  { id, role }: Pick<Person, "id" | "role">,
  { on, linksArrive, issuers }: WorkingMethods,
): Promise<void> {
  const { passkeys, password, totp, issuers: linked } = await selectMeans(sql, id);
  const waysIn = [
    linksArrive,
    on.has("passkey") && passkeys > 0,
    on.has("password") && password,
    linked.some((issuer) => issuers.has(canonicalIssuer(issuer))),
  ];
  if (!waysIn.includes(true))
    throw conflict(
      "That is your only way in: add another (a passkey, a password, a linked account) before you remove it",
    );
  if (totp || passkeys > 0) return;
  if (role === "admin")
    throw conflict("That is your only second factor, and administrators need one: add another before you remove it");
  await deleteRecoveryCodes(sql, id);
}
