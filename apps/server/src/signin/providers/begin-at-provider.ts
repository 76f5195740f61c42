import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { schemeOf, setCookie } from "../../accounts/index.ts";
import type { RouteRequest } from "../../platform/http/route.ts";
import { flowSeconds, makeFlow } from "../flows/flows.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { connectProvider, type Provider } from "./provider-connection.ts";
import { providerFlow } from "./provider-flow.ts";

export interface Beginning {
  readonly provider: Provider;
  readonly next?: string | undefined;
  /** Who links an account; undefined: somebody signs in. */
  readonly personId?: string;
  /** The provider asks for proof although it remembers them. */
  readonly askAgain?: boolean;
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
  { provider, next, personId, askAgain = false }: Beginning,
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
    ...promptOf(provider, { askAgain, link: personId !== undefined }),
  });
  const purpose = personId === undefined ? "sign-in" : "link";
  const token = await deps.database.transaction((sql) =>
    makeFlow(sql, providerFlow, { personId, state: { provider, purpose, state, nonce, verifier, redirectUri, next } }),
  );
  return { url: url.href, cookie: setCookie("flow", deps.accounts.instance, schemeOf({ origin }), token, flowSeconds) };
}

/** Google has no word for asking again, and lets one choose among several accounts. */
function promptOf(provider: Provider, { askAgain, link }: { readonly askAgain: boolean; readonly link: boolean }) {
  if (provider === "google") return askAgain || link ? { prompt: "select_account" } : {};
  return askAgain ? { prompt: "login" } : {};
}
