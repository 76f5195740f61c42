import type { UsePasskey } from "@khoj/contract";
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { z } from "zod";
import { readCookie, schemeOf, setCookie } from "../../../accounts/index.ts";
import { Reply, type RouteRequest } from "../../../platform/http/route.ts";
import { finishSignIn, secondFactorFlow } from "../../finish-sign-in.ts";
import { readFlow, takeFlow } from "../../flows/flows.ts";
import { requireMethod } from "../../method-settings.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { checkPasskey } from "./check-passkey.ts";
import { keepChallenge, type Purpose } from "./passkey-challenge.ts";
import { requirePasskeyPlace } from "./passkey-place.ts";
import { selectPasskeys } from "./passkey-store.ts";

/** What the browser needs to ask for any passkey of this server, also in the field of the address (conditional UI). */
export async function askForPasskey(
  deps: SignInDeps,
  request: RouteRequest<unknown, unknown, unknown>,
  purpose: Exclude<Purpose, "add">,
): Promise<{ readonly options: PublicKeyCredentialRequestOptionsJSON; readonly cookie: string }> {
  // Switched off as a way in it still is the second factor of those who have it.
  if (purpose === "sign-in" && (await readHalfWay(deps, request)) === undefined) await requireMethod(deps, "passkey");
  const { rpId } = requirePasskeyPlace(deps.publicOrigin, request.origin);
  const person = purpose === "elevate" ? { personId: request.actor.personId } : {};
  const own = person.personId ? await deps.database.transaction((sql) => selectPasskeys(sql, person.personId)) : [];
  const allowCredentials = own
    .filter((passkey) => passkey.rp_id === rpId)
    .map(({ id, transports }) => ({ id, transports: [...transports] }));
  const options = await generateAuthenticationOptions({ rpID: rpId, userVerification: "required", allowCredentials });
  const cookie = await keepChallenge(deps, request, { challenge: options.challenge, purpose, ...person });
  return { options, cookie };
}

/**
 * Signs in by a passkey alone: it is something one has and, since it verified the person, something one is or knows.
 * A sign-in that is half-way in this browser is finished by it.
 */
export async function signInByPasskey(
  deps: SignInDeps,
  request: RouteRequest<unknown, unknown, z.output<typeof UsePasskey>>,
): Promise<Reply> {
  const { accounts, database } = deps;
  const { body, headers } = request;
  const begun = await readHalfWay(deps, request);
  if (begun === undefined) await requireMethod(deps, "passkey");
  const passkey = await checkPasskey(deps, request, { credential: body.credential, purpose: "sign-in" });
  const personId = passkey.person_id;
  const token = readCookie(headers.cookie, "flow", accounts.instance, schemeOf(request));
  const isHalfWay = begun?.personId === personId;
  if (!isHalfWay) await requireMethod(deps, "passkey");
  const reply = await database.transaction(async (sql) => {
    const halfWay = isHalfWay ? await takeFlow(sql, secondFactorFlow, token) : undefined;
    const { methods = [], next = body.next, provider } = halfWay?.state ?? {};
    const proof = { personId, methods: [...methods, "passkey"], strong: true, next, provider };
    return finishSignIn(deps, request, proof, sql);
  });
  return withCookie(reply, setCookie("passkey", accounts.instance, schemeOf(request)));
}

const withCookie = (reply: Reply, cookie: string): Reply =>
  new Reply(reply.status, reply.body, {
    ...reply.headers,
    "set-cookie": [reply.headers["set-cookie"] ?? [], cookie].flat(),
  });

const readHalfWay = (
  { accounts, database }: SignInDeps,
  request: Pick<RouteRequest<unknown, unknown, unknown>, "headers" | "origin">,
) =>
  readFlow(
    database,
    secondFactorFlow,
    readCookie(request.headers.cookie, "flow", accounts.instance, schemeOf(request)),
  );
