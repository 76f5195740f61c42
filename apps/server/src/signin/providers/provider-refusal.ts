import { KhojError } from "@khoj/contract";
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";

/** Why a provider's sign-in ended at the login page: the page has the sentence. */
export const refusals = [
  "provider-denied",
  "provider-failed",
  "provider-down",
  "provider-expired",
  "email-unverified",
  "identity-unlinked",
  "identity-taken",
  "pending",
  "suspended",
  "too-many",
] as const;
export type Refusal = (typeof refusals)[number];

/** `why` is for the event: a word of ours or an error code, never what a token says. */
export class ProviderRefusal extends Error {
  readonly refusal: Refusal;
  readonly why: string;
  readonly account: string | undefined;

  constructor(
    refusal: Refusal,
    why: string,
    { account, cause }: { account?: string | undefined; cause?: unknown } = {},
  ) {
    super(`${refusal}: ${why}`, { cause });
    this.refusal = refusal;
    this.why = why;
    this.account = account;
  }
}

/** What went wrong with a provider, as a refusal; anything unexpected stays what it is. */
export function asRefusal(error: unknown): ProviderRefusal | undefined {
  if (error instanceof ProviderRefusal) return error;
  const refusal = (kind: Refusal, why: string) => new ProviderRefusal(kind, why, { cause: error });
  if (error instanceof AuthorizationResponseError) {
    if (error.error === "access_denied") return refusal("provider-denied", "access_denied");
    const down = error.error === "temporarily_unavailable" || error.error === "server_error";
    return refusal(down ? "provider-down" : "provider-failed", code(error.error));
  }
  if (error instanceof ResponseBodyError) return refusal("provider-failed", code(error.error));
  if (error instanceof WWWAuthenticateChallengeError) return refusal("provider-failed", `status ${error.status}`);
  if (error instanceof ClientError)
    return refusal(isDown(error) ? "provider-down" : "provider-failed", code(error.code));
  if (error instanceof KhojError && error.code === "unavailable") return refusal("provider-down", "no answer");
  if (error instanceof KhojError && error.code === "too_many") return refusal("too-many", "too many of this network");
  return undefined;
}

/** Not an answer of this protocol at all: an error of the server or of something in between. */
const isDown = ({ code, cause }: ClientError): boolean =>
  code === "OAUTH_TIMEOUT" || (cause instanceof Response && cause.status >= 500);

const code = (text: string | undefined): string =>
  text !== undefined && /^[A-Za-z_]{1,60}$/.test(text) ? text : "unknown error";
