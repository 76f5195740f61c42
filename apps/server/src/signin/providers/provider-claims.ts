import { z } from "zod";
import { normaliseEmail } from "../../accounts/index.ts";

/** What a provider says of somebody, once its signature, issuer, audience, time and nonce are checked. */
export interface ProviderClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  /** Google: the organisation the account belongs to. */
  readonly hostedDomain: string | undefined;
  /** The session at the provider, for its word that it ended. */
  readonly session: string | undefined;
  readonly all: Readonly<Record<string, unknown>>;
}

/** Lenient with what vendors send: a claim of a wrong type is a claim that was not sent. */
export function readClaims(issuer: string, claims: Readonly<Record<string, unknown>>): ProviderClaims {
  const read = Claims.parse(claims);
  return {
    issuer,
    subject: read.sub,
    email: read.email === undefined ? undefined : normaliseEmail(read.email),
    emailVerified: read.email_verified === true || read.email_verified === "true",
    hostedDomain: read.hd?.toLowerCase(),
    session: read.sid,
    all: claims,
  };
}

const text = z.string().max(1000).optional().catch(undefined);
const Claims = z.object({
  sub: z.string().min(1).max(1000),
  email: text,
  email_verified: z.union([z.boolean(), z.string()]).optional().catch(undefined),
  hd: text,
  sid: text,
});
