export const factorWays = ["totp", "passkey", "recovery"] as const;
export type FactorWay = (typeof factorWays)[number];

/** What stands behind the sign-in page's address. */
export interface SignInLocation {
  /** Where to go afterwards; the server decides whether it may. */
  readonly next?: string | undefined;
  readonly reason?: string | undefined;
  /** `second-factor`: a first factor was given, with a provider or a link; `ways` are those of the second. */
  readonly step?: string | undefined;
  readonly ways?: string | undefined;
}

export function readSignInLocation(parameters: Readonly<Record<string, string>>): SignInLocation {
  const { next, reason, step, ways } = parameters;
  return { next: next || undefined, reason: reason || undefined, step: step || undefined, ways: ways || undefined };
}

export function waysOf({ step, ways }: SignInLocation): readonly FactorWay[] | undefined {
  if (step !== "second-factor") return undefined;
  const named = new Set(ways?.split(",") ?? []);
  const known = factorWays.filter((way) => named.has(way));
  return known.length === 0 ? ["totp", "recovery"] : known;
}
