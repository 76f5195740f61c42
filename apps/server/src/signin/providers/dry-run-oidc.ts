import { countAdministrators } from "../../accounts/index.ts";
import type { OidcClient } from "../../config.ts";
import { readProvider } from "../method-settings.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { readSignUp } from "../signup/read-sign-up.ts";
import { findKnown } from "./arrive.ts";
import { judgeRole } from "./follow-role.ts";
import { selectIdentity } from "./identity-store.ts";
import { judgeArrival, type Verdict } from "./judge-arrival.ts";
import { readClaims } from "./provider-claims.ts";
import { describeProvider } from "./provider-connection.ts";
import { parseRoleRule, roleOf } from "./role-rule.ts";

export interface DryRun {
  /** What would happen, in sentences. */
  readonly what: readonly string[];
  readonly signs_in: boolean;
  readonly role: "admin" | "user" | null;
}

/** What would happen if the OpenID provider sent somebody with these claims; nothing does. */
export async function dryRunOidc(
  deps: Pick<SignInDeps, "access" | "database" | "secrets">,
  given: Readonly<Record<string, unknown>>,
): Promise<DryRun> {
  const settings = await readProvider(deps, "oidc");
  const issuer = settings === undefined ? "https://issuer.example" : await issuerOf(settings);
  const claims = readClaims(issuer, { sub: "somebody new", ...given });
  const signUp = await readSignUp(deps);
  const claimed = roleOf(parseRoleRule(settings?.roles), claims.all);
  return deps.database.transaction(async (sql) => {
    const known = await findKnown(sql, claims);
    const verdict = judgeArrival("oidc", claims, known, signUp);
    const signsIn = verdict.do === "sign-in" || verdict.do === "make";
    const person = known.owner ?? known.namesake;
    const gaveAdmin = (await selectIdentity(sql, claims))?.gave_admin ?? false;
    const administrators = await countAdministrators(sql);
    const role = person?.role ?? "user";
    const change = signsIn ? judgeRole(claimed, { role }, { gaveAdmin, administrators }) : "none";
    const sentences = [sayVerdict(verdict, claims.email), ...(signsIn ? [sayRole[change](role)] : [])];
    const after = change === "gives" ? "admin" : change === "takes" ? "user" : role;
    return { what: sentences, signs_in: signsIn, role: signsIn ? after : null };
  });
}

/** As it names itself, while it answers. */
const issuerOf = (settings: OidcClient): Promise<string> =>
  describeProvider(settings).then(
    ({ issuer }) => issuer,
    () => settings.issuer,
  );

function sayVerdict(verdict: Verdict, email: string | undefined): string {
  if (verdict.do === "make") return `A new account for ${verdict.email} is made, and signed in`;
  if (verdict.do === "wait") return `${verdict.email} waits until an administrator lets them in`;
  if (verdict.do === "refuse") return `Nobody is signed in: ${verdict.why}`;
  if (verdict.admit) return `${email ?? "The person"} waited, is let in, and signed in`;
  return verdict.attach
    ? `The account of ${email ?? "the person"} is linked, since both sides verified the mail, and signed in`
    : "The account is known by its subject, and signed in";
}

const sayRole: Readonly<Record<ReturnType<typeof judgeRole>, (role: string) => string>> = {
  gives: () => "They become an administrator by their claims",
  takes: () => "They are an administrator no more: the provider made them one, and the claims say it no longer",
  "keeps-last": () => "The claims say no administrator any more, but they are the last one, and stay it",
  none: (role) => `Their role stays ${role === "admin" ? "administrator" : "user"}`,
};
