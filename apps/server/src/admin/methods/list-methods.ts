import { type AdminMethod, type SignInMethod, signInMethods } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import {
  callbackPaths,
  findPasskeyPlace,
  readKeptProvider,
  readMethods,
  readProvider,
  readSwitches,
  type SignInDeps,
} from "../../signin/index.ts";
import { countMethodUse, countWhoComesIn, type Issuers, type MethodUse } from "./method-use-store.ts";

type Provider = "google" | "oidc";

/** Every way in, as it stands: switched on or off, what it still needs, and who depends on it. */
export async function listMethods(deps: SignInDeps, origin: string): Promise<AdminMethod[]> {
  const issuers = await readIssuers(deps);
  const working = await readMethods(deps);
  const { switches, use, stranded } = await deps.database.transaction(async (sql) => ({
    switches: await readSwitches(sql),
    use: await countMethodUse(sql, issuers),
    stranded: await countStranded(sql, working, issuers),
  }));
  return Promise.all(
    signInMethods.map(async (method) => {
      const problem = await findProblem(deps, method, origin);
      return {
        method,
        on: switches[method] !== false,
        // Without mail a link still works: an administrator hands it over.
        ready: problem === null || method === "link",
        problem,
        users: usersOf(method, use),
        stranded: stranded.get(method) ?? 0,
        ...(await describeProvider(deps, method, origin)),
      };
    }),
  );
}

export const readIssuers = async (deps: SignInDeps): Promise<Issuers> => ({
  google: (await readProvider(deps, "google"))?.issuer,
  oidc: (await readProvider(deps, "oidc"))?.issuer,
});

async function countStranded(
  sql: Sql,
  working: ReadonlySet<SignInMethod>,
  issuers: Issuers,
): Promise<ReadonlyMap<SignInMethod, number>> {
  const counts = new Map<SignInMethod, number>();
  const all = await countWhoComesIn(sql, working, issuers, undefined);
  for (const method of working) {
    const left = new Set([...working].filter((other) => other !== method));
    counts.set(method, all - (await countWhoComesIn(sql, left, issuers, undefined)));
  }
  return counts;
}

const usersOf = (method: SignInMethod, use: MethodUse): number => (method === "link" ? use.active : use[method]);

/** What a way in lacks, in a sentence; null: nothing. */
async function findProblem(deps: SignInDeps, method: SignInMethod, origin: string): Promise<string | null> {
  if (method === "passkey") return findPasskeyPlace(deps.publicOrigin, origin).problem;
  if (method === "google" || method === "oidc")
    return (await readProvider(deps, method)) === undefined ? missing[method] : null;
  if (method === "link" && (await deps.mailer.way()) === undefined)
    return "No mail is set up: you hand links over yourself (Users, Get email login URL)";
  if (method === "link" && deps.linkOrigin() === undefined)
    return "Nobody told the server its name, so no link is mailed: start it with KHOJ_DOMAIN";
  return null;
}

const missing: Readonly<Record<Provider, string>> = {
  google: "Client id and secret are not set: make them in Google's console and paste them here",
  oidc: "Issuer, client id and secret are not set: register this server at your provider and paste them here",
};

type ProviderFacts = Pick<
  AdminMethod,
  "set_by" | "origin" | "redirect_uri" | "issuer" | "client_id" | "secret_set" | "roles"
>;

async function describeProvider(deps: SignInDeps, method: SignInMethod, origin: string): Promise<ProviderFacts> {
  if (method !== "google" && method !== "oidc") return nothingSet;
  const seen = deps.publicOrigin ?? origin;
  const place = { origin: seen, redirect_uri: `${seen}${callbackPaths[method]}` };
  const given = deps.access[method];
  if (given !== undefined)
    return {
      ...place,
      set_by: "environment",
      issuer: given.issuer,
      client_id: given.clientId,
      secret_set: true,
      roles: ("roles" in given ? given.roles : undefined) ?? null,
    };
  const kept = await deps.database.transaction((sql) => readKeptProvider(sql, method));
  return {
    ...place,
    set_by: "panel",
    issuer: kept.issuer ?? null,
    client_id: kept.client_id ?? null,
    secret_set: (await deps.secrets.read(`${method}/client-secret`)) !== undefined,
    roles: kept.roles ?? null,
  };
}

const nothingSet: ProviderFacts = {
  set_by: "built-in",
  origin: null,
  redirect_uri: null,
  issuer: null,
  client_id: null,
  secret_set: false,
  roles: null,
};
