import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { setCookie } from "../../accounts/index.ts";
import type { RouteRequest } from "../../platform/http/route.ts";
import { schemeOf } from "../finish-sign-in.ts";
import { flowSeconds, makeFlow } from "../flows/flows.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { connectProvider, type Provider } from "./provider-connection.ts";
import { providerFlow } from "./provider-flow.ts";

export interface Beginning {
  readonly provider: Provider;
  readonly next?: string | undefined;
  /** Who links an account; undefined: somebody signs in. */
  readonly personId?: string;
}

/** The path a provider sends people back to, which is registered there. */
export const callbackPaths: Readonly<Record<Provider, string>> = {
  google: "/auth/redirect",
  oidc: "/auth/oidc/callback",
};

/** Where to send the browser, and the cookie that binds what comes back to it. */
export async function beginAtProvider(
  deps: SignInDeps,
  { origin }: Pick<RouteRequest<unknown, unknown, unknown>, "origin">,
  { provider, next, personId }: Beginning,
): Promise<{ readonly url: string; readonly cookie: string }> {
  const { configuration } = await connectProvider(deps, provider);
  const redirectUri = `${deps.publicOrigin ?? origin}${callbackPaths[provider]}`;
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email profile",
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    // Of several accounts the person says which; others need not know the word.
    ...(personId !== undefined && provider === "google" && { prompt: "select_account" }),
  });
  const purpose = personId === undefined ? "sign-in" : "link";
  const token = await deps.database.transaction((sql) =>
    makeFlow(sql, providerFlow, { personId, state: { provider, purpose, state, nonce, verifier, redirectUri, next } }),
  );
  return { url: url.href, cookie: setCookie("flow", deps.accounts.instance, schemeOf({ origin }), token, flowSeconds) };
}
