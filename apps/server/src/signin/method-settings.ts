import { KhojError, type SignInMethod, signInMethods } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { z } from "zod";
import { readSetting } from "../accounts/index.ts";
import { googleIssuer, type OidcClient } from "../config.ts";
import type { SignInDeps } from "./signin-deps.ts";

type Deps = Pick<SignInDeps, "database" | "secrets" | "access">;

/** The ways in that are on: switched on by the administrators, and with everything they need. */
export async function readMethods(deps: Deps): Promise<ReadonlySet<SignInMethod>> {
  const wanted = Wanted.parse(await deps.database.transaction((sql) => readSetting(sql, "methods")));
  const ready = async (method: SignInMethod): Promise<boolean> =>
    wanted[method] !== false &&
    (method === "google" || method === "oidc" ? (await readProvider(deps, method)) !== undefined : true);
  const states = await Promise.all(signInMethods.map(async (method) => ({ method, on: await ready(method) })));
  return new Set(states.filter(({ on }) => on).map(({ method }) => method));
}

/** What administrators switched: what is not named is on. */
export const readSwitches = async (sql: Sql): Promise<Partial<Record<SignInMethod, boolean>>> =>
  Wanted.parse(await readSetting(sql, "methods"));

/** What an administrator set of a provider, complete or not, without its secret. */
export const readKeptProvider = async (sql: Sql, provider: "google" | "oidc"): Promise<KeptProvider> =>
  Kept.partial()
    .catch({})
    .parse(await readSetting(sql, provider));

/** What is off is not there. */
export async function requireMethod(deps: Deps, method: SignInMethod): Promise<void> {
  if (!(await readMethods(deps)).has(method))
    throw new KhojError("not_found", `Signing in by ${names[method]} is switched off here; use another way`);
}

const names: Readonly<Record<SignInMethod, string>> = {
  link: "link",
  password: "password",
  passkey: "passkey",
  google: "Google",
  oidc: "your organisation's account",
};

/** The provider as the environment says, else as an administrator set it; undefined when something is missing. */
export async function readProvider(
  { database, secrets, access }: Deps,
  provider: "google" | "oidc",
): Promise<(OidcClient & { readonly roles?: string | undefined }) | undefined> {
  const given = access[provider];
  if (given !== undefined) return given;
  const kept = Kept.safeParse(await database.transaction((sql) => readSetting(sql, provider)));
  if (!kept.success) return undefined;
  const clientSecret = await secrets.read(`${provider}/client-secret`);
  const issuer = kept.data.issuer ?? (provider === "google" ? googleIssuer : undefined);
  if (clientSecret === undefined || issuer === undefined) return undefined;
  return { issuer, clientId: kept.data.client_id, clientSecret, roles: kept.data.roles };
}

/** The setting `methods`: what is not named is on. */
const Wanted = z.partialRecord(z.enum(signInMethods), z.boolean()).catch({});
export interface KeptProvider {
  readonly client_id?: string | undefined;
  readonly issuer?: string | undefined;
  readonly roles?: string | undefined;
}
/** The settings `google` and `oidc`; the secret lies with the secrets. */
const Kept = z.object({
  client_id: z.string().min(1),
  issuer: z.string().optional(),
  roles: z.string().optional(),
});
