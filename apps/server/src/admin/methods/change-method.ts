import { badRequest, conflict, type MethodChange, type SignInMethod } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { writeSetting } from "../../accounts/index.ts";
import type { WhoAsks } from "../../platform/actor.ts";
import { readKeptProvider, readMethods, readSwitches, type SignInDeps } from "../../signin/index.ts";
import { recordChange } from "../record-change.ts";
import { readIssuers } from "./list-methods.ts";
import { countWhoComesIn, type Issuers } from "./method-use-store.ts";

/** Switches a way in on or off, or sets its provider. The last way in, of anybody or of the administrators, stays on. */
export async function changeMethod(
  deps: SignInDeps,
  by: WhoAsks,
  method: SignInMethod,
  change: MethodChange,
): Promise<void> {
  const { on, client_secret: secret, ...provider } = change;
  const setsProvider = secret !== undefined || Object.keys(provider).length > 0;
  if (setsProvider) refuseProvider(deps, method);
  const working = await readMethods(deps);
  const issuers = await readIssuers(deps);
  await deps.database.transaction(async (sql) => {
    if (on !== undefined) await writeSetting(sql, "methods", { ...(await readSwitches(sql)), [method]: on });
    if (on === false) await refuseLastWay(sql, new Set([...working].filter((other) => other !== method)), issuers);
    if (setsProvider && (method === "google" || method === "oidc")) {
      const kept = await readKeptProvider(sql, method);
      await writeSetting(sql, method, { ...kept, ...provider });
    }
    if (secret !== undefined) await deps.secrets.put(sql, `${method}/client-secret`, secret);
    const facts = {
      method,
      ...factsOf({ ...provider, on }),
      ...(secret === undefined ? {} : { secret_changed: true }),
    };
    await recordChange(deps.events, sql, by, { kind: "settings.method-changed", facts });
  });
}

function refuseProvider({ access }: SignInDeps, method: SignInMethod): void {
  if (method !== "google" && method !== "oidc")
    throw badRequest(`${method} has no provider to set; only google and oidc have`);
  if (access[method] === undefined) return;
  const variable = method === "google" ? "GOOGLE_CLIENT_ID" : "KHOJ_OIDC_ISSUER";
  throw conflict(
    `This is set by ${variable} and what belongs to it; take the variables away, start again, and set it here`,
  );
}

async function refuseLastWay(sql: Sql, left: ReadonlySet<SignInMethod>, issuers: Issuers): Promise<void> {
  if (left.size === 0) throw conflict("This is the last way in; switch another on first");
  if ((await countWhoComesIn(sql, left, issuers, "admin")) === 0)
    throw conflict(
      "No administrator could come in any more: none of them has a way that would be left. Add one to your account first (Settings, Sign-in)",
    );
}

const factsOf = (change: Readonly<Record<string, string | boolean | undefined>>) =>
  Object.fromEntries(Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
