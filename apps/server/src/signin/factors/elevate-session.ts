import { type Elevate, forbidden, KhojError } from "@khoj/contract";
import type { RouteRequest } from "../../platform/http/route.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { checkFactor } from "./check-factor.ts";
import { isPasswordOf } from "./is-password-of.ts";
import { countGuess, forgetGuesses } from "./limit-guesses.ts";
import { type Means, selectMeans } from "./means-store.ts";
import { checkPasskey } from "./passkeys/check-passkey.ts";
import { strengthenSession } from "./strengthen-session.ts";

type Request = RouteRequest<unknown, unknown, Elevate>;

/** Proof that it is still the person, for dangerous acts in the next minutes. Resolves to the session's new cookie. */
export async function elevateSession(deps: SignInDeps, request: Request): Promise<string> {
  const { actor, body, from, origin } = request;
  const means = await deps.database.transaction((sql) => selectMeans(sql, actor.personId));
  await prove(deps, request, means);
  return deps.database.transaction(async (sql) => {
    const cookie = await strengthenSession(deps, sql, actor, { method: body.kind, origin });
    await deps.events.record({ kind: "session.elevated", outcome: "done", actor, from, facts: { by: body.kind } }, sql);
    return cookie;
  });
}

async function prove(deps: SignInDeps, request: Request, means: Means): Promise<void> {
  const { actor, body, from } = request;
  const hasFactor = means.totp || means.passkeys > 0;
  if (body.kind === "password") return provePassword(deps, request, { password: body.password, means, hasFactor });
  if (!hasFactor) throw withoutFactor(means);
  if (body.kind === "passkey") {
    const { credential } = body;
    await checkPasskey(deps, request, { credential, purpose: "elevate", personId: actor.personId });
    return;
  }
  await checkFactor(deps, { personId: actor.personId, email: actor.email, from }, body);
}

interface ByPassword {
  readonly password: string;
  readonly means: Means;
  readonly hasFactor: boolean;
}

/** From people alone who have nothing better. */
async function provePassword(deps: SignInDeps, { actor, from }: Request, given: ByPassword): Promise<void> {
  if (given.hasFactor) throw forbidden("Give your second factor; the password is not enough for this");
  if (!given.means.password) throw withoutFactor(given.means);
  await countGuess(deps, "elevation-password", actor.personId, from);
  if (!(await isPasswordOf(deps, actor, given.password))) {
    const facts = { why: "wrong password" };
    await deps.events.record({ kind: "session.elevated", outcome: "refused", actor, from, facts });
    throw new KhojError("unproven", "That is not your password");
  }
  await forgetGuesses(deps, "elevation-password", actor.personId, from);
}

const withoutFactor = ({ password }: Means): KhojError =>
  new KhojError(
    "forbidden",
    password
      ? "You have no second factor; give your password"
      : "You have neither a second factor nor a password: sign out and in again, which counts for some minutes",
    { details: { needs: "sign-in" } },
  );
