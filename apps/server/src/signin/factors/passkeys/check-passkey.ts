import { KhojError } from "@khoj/contract";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import type { RouteRequest } from "../../../platform/http/route.ts";
import type { SignInDeps } from "../../signin-deps.ts";
import { takeChallenge } from "./passkey-challenge.ts";
import { requirePasskeyPlace } from "./passkey-place.ts";
import { countUse, type PasskeyRow, selectPasskey } from "./passkey-store.ts";

type Request = Pick<RouteRequest<unknown, unknown, unknown>, "from" | "headers" | "origin">;

export interface ShownPasskey {
  readonly credential: unknown;
  readonly purpose: "sign-in" | "elevate";
  /** Whose it must be; undefined: the passkey says who it is. */
  readonly personId?: string;
}

/** The passkey that signed this browser's challenge, with the person verified by it. Every refusal is an event. */
export async function checkPasskey(deps: SignInDeps, request: Request, shown: ShownPasskey): Promise<PasskeyRow> {
  try {
    return await check(deps, request, shown);
  } catch (error) {
    if (error instanceof Refusal) {
      await deps.events.record({
        kind: "factor.passkey",
        outcome: "refused",
        target: error.passkey === undefined ? undefined : { kind: "passkey", id: error.passkey },
        from: request.from,
        facts: { why: error.why },
      });
    }
    throw error;
  }
}

/** Refused, for a reason that is kept and mostly not told. */
class Refusal extends KhojError {
  readonly why: string;
  readonly passkey: string | undefined;

  constructor(
    why: string,
    message: string,
    { passkey, cause }: { passkey?: string | undefined; cause?: unknown } = {},
  ) {
    super("unproven", message, { cause });
    this.why = why;
    this.passkey = passkey;
  }
}

async function check(deps: SignInDeps, request: Request, shown: ShownPasskey): Promise<PasskeyRow> {
  const { database } = deps;
  const place = requirePasskeyPlace(deps.publicOrigin, request.origin);
  const { purpose, personId } = shown;
  const challenge = await takeChallenge(deps, request, { purpose, ...(personId !== undefined && { personId }) });
  const parsed = Credential.safeParse(shown.credential);
  if (!parsed.success) throw new Refusal("malformed", "That is no answer of a passkey; try again");
  const credential = parsed.data;
  const row = await selectPasskey(database.statement, credential.id);
  const unknown = "That passkey is not known here; sign in another way, and add it under Settings";
  if (row === undefined || row.rp_id !== place.rpId) throw new Refusal("unknown passkey", unknown);
  if (personId !== undefined && row.person_id !== personId)
    throw new Refusal("passkey of somebody else", unknown, { passkey: row.id });
  if (purpose === "sign-in" && credential.response.userHandle !== userHandleOf(row.person_id))
    throw new Refusal("passkey names somebody else", unknown, { passkey: row.id });
  const { newCounter, credentialDeviceType, credentialBackedUp } = await verify(row, { challenge, place, credential });
  const used = { counter: newCounter, deviceType: credentialDeviceType, backedUp: credentialBackedUp };
  if (!(await database.transaction((sql) => countUse(sql, row.id, used))))
    throw new Refusal("counter went back", "That passkey seems to have been copied; use another way and remove it", {
      passkey: row.id,
    });
  return row;
}

interface Expected {
  readonly challenge: string;
  readonly place: { readonly rpId: string; readonly origin: string };
  readonly credential: z.output<typeof Credential>;
}

async function verify(row: PasskeyRow, { challenge, place, credential }: Expected) {
  const refused = (why: string, cause?: unknown) =>
    new Refusal(why, "That passkey was not accepted; try again", { passkey: row.id, cause });
  const { userHandle: _checkedAbove, ...response } = credential.response;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...credential, response, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: true,
    // The counter is compared where it is written, so that of two at once one is refused.
    credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: 0 },
  }).catch((error: unknown) => {
    throw refused(whyNot(error), error);
  });
  if (!verified) throw refused("wrong signature");
  return authenticationInfo;
}

/** What the library refused, in a word for the event: its own messages repeat what the client sent. */
export function whyNot(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const known = [
    [/origin/i, "wrong origin"],
    [/RP ?ID/i, "wrong RP id"],
    [/user verification|verified/i, "person not verified"],
    [/challenge/i, "wrong challenge"],
    [/user (not )?present|presence/i, "person not present"],
  ] as const;
  return known.find(([pattern]) => pattern.test(message))?.[1] ?? "malformed";
}

/** What an authenticator keeps of a person: their id, which says nothing to others. */
const userHandleOf = (personId: string): string => Buffer.from(personId).toString("base64url");

const Text = z.string().max(10_000);
const Credential = z.object({
  id: Text,
  rawId: Text,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: Text,
    authenticatorData: Text,
    signature: Text,
    userHandle: Text.optional(),
  }),
});
