import { type AddPasskey, badRequest, conflict, type RecoveryCodes } from "@khoj/contract";
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { RouteRequest } from "../../../platform/http/route.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { giveCodesOnce, makeFreshCodes } from "../recovery/make-recovery-codes.ts";
import { guardBy } from "../strengthen-session.ts";
import { whyNot } from "./check-passkey.ts";
import { keepChallenge, takeChallenge } from "./passkey-challenge.ts";
import { requirePasskeyPlace } from "./passkey-place.ts";
import { insertPasskey, selectPasskeys } from "./passkey-store.ts";

type Request<Body> = RouteRequest<unknown, unknown, Body>;

/** What the browser needs to make a passkey that is found without a name and verifies the person. */
export async function offerPasskey(
  deps: SignInDeps,
  request: Request<unknown>,
): Promise<{ readonly options: PublicKeyCredentialCreationOptionsJSON; readonly cookie: string }> {
  const { actor } = request;
  const { rpId } = requirePasskeyPlace(deps.publicOrigin, request.origin);
  const known = await deps.database.transaction((sql) => selectPasskeys(sql, actor.personId));
  if (known.length >= mostPasskeys) throw conflict(`You have ${mostPasskeys} passkeys; remove one first`);
  const options = await generateRegistrationOptions({
    rpName: "Khoj",
    rpID: rpId,
    userName: actor.email,
    userID: new TextEncoder().encode(actor.personId),
    attestationType: "none",
    excludeCredentials: known
      .filter((passkey) => passkey.rp_id === rpId)
      .map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const { personId } = actor;
  const cookie = await keepChallenge(deps, request, { challenge: options.challenge, purpose: "add", personId });
  return { options, cookie };
}

const mostPasskeys = 20;

/** Keeps a passkey that was just made; it is a factor of this session too. */
export async function addPasskey(
  deps: SignInDeps,
  request: Request<z.output<typeof AddPasskey>>,
): Promise<{ readonly answer: RecoveryCodes; readonly cookie: string }> {
  const { actor, body, from, origin } = request;
  const { personId } = actor;
  const made = await verifyMade(deps, request);
  const fresh = await makeFreshCodes(personId);
  return deps.database.transaction(async (sql) => {
    if (!(await insertPasskey(sql, { ...made, personId, name: body.name })))
      throw conflict("That passkey is in use already");
    const codes = await giveCodesOnce(sql, personId, fresh);
    const cookie = await guardBy(deps, sql, actor, { method: "passkey", origin });
    const target = { kind: "passkey", id: made.id };
    await deps.events.record({ kind: "factor.passkey-added", outcome: "done", actor, target, from }, sql);
    return { answer: { codes: [...codes] }, cookie };
  });
}

async function verifyMade(deps: SignInDeps, request: Request<z.output<typeof AddPasskey>>) {
  const place = requirePasskeyPlace(deps.publicOrigin, request.origin);
  const { actor, body, from } = request;
  const expectedChallenge = await takeChallenge(deps, request, { purpose: "add", personId: actor.personId });
  try {
    const response: RegistrationResponseJSON = { ...Made.parse(body.credential), clientExtensionResults: {} };
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      requireUserVerification: true,
    });
    if (!verified) throw new Error("The attestation does not hold");
    const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
    return {
      id: credential.id,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: credential.transports ?? [],
      rp_id: place.rpId,
      deviceType: credentialDeviceType,
      backed_up: credentialBackedUp,
    };
  } catch (error) {
    const facts = { why: whyNot(error) };
    await deps.events.record({ kind: "factor.passkey-added", outcome: "refused", actor, from, facts });
    throw badRequest("That passkey was not accepted; try again", { cause: error });
  }
}

const Text = z.string().max(100_000);
const Made = z.object({
  id: Text,
  rawId: Text,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: Text,
    attestationObject: Text,
    transports: z.array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"])).catch([]),
  }),
});
