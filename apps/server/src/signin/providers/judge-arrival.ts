import type { Person } from "../../accounts/index.ts";
import { admits } from "../signup/admits.ts";
import type { SignUp } from "../signup/read-sign-up.ts";
import type { ProviderClaims } from "./provider-claims.ts";
import type { Provider } from "./provider-connection.ts";
import type { Refusal } from "./provider-refusal.ts";

export interface Known {
  /** Whose this account is already. */
  readonly owner: Person | undefined;
  /** Who has the address the provider names. */
  readonly namesake: Person | undefined;
}

/** What becomes of somebody a provider sends. `attach`: this account is theirs from now on. */
export type Verdict =
  | { readonly do: "sign-in"; readonly personId: string; readonly attach: boolean; readonly admit: boolean }
  | { readonly do: "make"; readonly email: string }
  | { readonly do: "wait"; readonly email: string; readonly attach: boolean }
  | { readonly do: "refuse"; readonly refusal: Refusal; readonly why: string };

const refuse = (refusal: Refusal, why: string): Verdict => ({ do: "refuse", refusal, why });

/**
 * Whose account this is: by issuer and subject alone. An address never is enough to come into an account: it is linked
 * only when the provider vouches for the mail and the account's own was verified by a link; and an address nobody vouches
 * for gives its bearer nothing, not even a place to wait that would be theirs.
 */
export function judgeArrival(provider: Provider, claims: ProviderClaims, known: Known, signUp: SignUp): Verdict {
  const { owner, namesake } = known;
  if (owner !== undefined) return judgeOwner(provider, claims, owner, signUp);
  const { email } = claims;
  if (email === undefined) return refuse("email-unverified", "the provider names no mail address");
  // Also an account that is only made, waits or was invited is for whoever reads mail at its address.
  const vouched = vouchesForMail(provider, claims);
  const admitted = vouched && admits(signUp, email, hostedDomainOf(provider, claims));
  if (namesake === undefined) return admitted ? { do: "make", email } : { do: "wait", email, attach: vouched };
  if (namesake.state === "suspended") return refuse("suspended", "the account is suspended");
  if (namesake.state === "active") {
    const proven = vouched && namesake.email_verified_at !== null;
    if (proven) return { do: "sign-in", personId: namesake.id, attach: true, admit: false };
    return refuse("identity-unlinked", "an account of that address is not linked");
  }
  if (admitted) return { do: "sign-in", personId: namesake.id, attach: true, admit: true };
  if (namesake.state === "invited") return refuse("pending", "an invitation waits to be used");
  return { do: "wait", email, attach: vouched };
}

function judgeOwner(provider: Provider, claims: ProviderClaims, owner: Person, signUp: SignUp): Verdict {
  if (owner.state === "suspended") return refuse("suspended", "the account is suspended");
  if (owner.state === "active") return { do: "sign-in", personId: owner.id, attach: false, admit: false };
  const { email, emailVerified } = claims;
  const admitted = email === owner.email && emailVerified && admits(signUp, email, hostedDomainOf(provider, claims));
  if (admitted) return { do: "sign-in", personId: owner.id, attach: false, admit: true };
  return refuse("pending", "an administrator has not let them in yet");
}

const hostedDomainOf = (provider: Provider, { hostedDomain }: ProviderClaims) =>
  provider === "google" ? (hostedDomain ?? { missing: true as const }) : undefined;

/** Google answers for Gmail and for its organisations; other addresses were verified once, and may be somebody else's now. */
function vouchesForMail(provider: Provider, { email, emailVerified, hostedDomain }: ProviderClaims): boolean {
  if (provider === "oidc") return emailVerified;
  return emailVerified && (hostedDomain !== undefined || email?.endsWith("@gmail.com") === true);
}
