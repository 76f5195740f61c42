import { authorizationCodeGrant, fetchUserInfo } from "openid-client";
import type { z } from "zod";
import type { SignInDeps } from "../signin-deps.ts";
import { type ProviderClaims, readClaims } from "./provider-claims.ts";
import { connectProvider, type ProviderConnection } from "./provider-connection.ts";
import type { providerFlow } from "./provider-flow.ts";
import { asRefusal, ProviderRefusal } from "./provider-refusal.ts";
import { parseRoleRule, type RoleRule } from "./role-rule.ts";

export interface Exchanged {
  readonly claims: ProviderClaims;
  readonly rule: RoleRule | undefined;
  /** By which the provider can be asked later whether they still belong to it. */
  readonly refreshToken: string | undefined;
}

type Flow = z.output<typeof providerFlow.state>;

/**
 * What the provider says of whoever came back from it. State, nonce, PKCE, issuer, audience, authorised party, times and
 * signature are checked by the library; anything it does not like is a refusal.
 */
export async function exchangeCode(
  deps: SignInDeps,
  flow: Flow,
  query: Readonly<Record<string, string>>,
): Promise<Exchanged> {
  try {
    return await exchange(await connectProvider(deps, flow.provider), flow, query);
  } catch (error) {
    throw asRefusal(error) ?? new ProviderRefusal("provider-failed", "unexpected answer", { cause: error });
  }
}

async function exchange(
  { settings, configuration }: ProviderConnection,
  flow: Flow,
  query: Readonly<Record<string, string>>,
): Promise<Exchanged> {
  const address = new URL(flow.redirectUri);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const tokens = await authorizationCodeGrant(configuration, address, {
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    pkceCodeVerifier: flow.verifier,
    idTokenExpected: true,
  });
  const stated = tokens.claims();
  if (stated === undefined) throw new ProviderRefusal("provider-failed", "no id token");
  const rule = parseRoleRule(settings.roles);
  const { issuer, userinfo_endpoint } = configuration.serverMetadata();
  // Many providers keep the address and the groups out of the token, and tell them when asked.
  const lacks =
    stated.email === undefined || (rule !== undefined && stated[rule.claim.split(".")[0] ?? ""] === undefined);
  const told =
    lacks && userinfo_endpoint !== undefined ? await fetchUserInfo(configuration, tokens.access_token, stated.sub) : {};
  return { claims: readClaims(issuer, { ...told, ...stated }), rule, refreshToken: tokens.refresh_token };
}
