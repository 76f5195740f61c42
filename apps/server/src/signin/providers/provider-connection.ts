import { KhojError } from "@khoj/contract";
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from "openid-client";
import type { OidcClient } from "../../config.ts";
import { type Egress, openEgress } from "../../platform/egress/open-egress.ts";
import { readMethods, readProvider } from "../method-settings.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** `google` is an issuer with rules of its own, `oidc` any other. */
export type Provider = "google" | "oidc";

export interface ProviderConnection {
  readonly settings: OidcClient & { readonly roles?: string | undefined };
  readonly configuration: Configuration;
}

/**
 * A provider that is on, as it describes itself now. Its keys are read anew at each sign-in, so that new ones are taken
 * at once. Throws `unavailable` when it does not answer within some seconds, and `not_found` when it is off.
 */
export async function connectProvider(
  deps: Pick<SignInDeps, "access" | "database" | "secrets">,
  provider: Provider,
): Promise<ProviderConnection> {
  const on = await readMethods(deps);
  const settings = on.has(provider) ? await readProvider(deps, provider) : undefined;
  if (settings === undefined) throw new KhojError("not_found", "Signing in by this provider is switched off here");
  return { settings, configuration: configure(settings, await describeProvider(settings)) };
}

/** How a provider describes itself, by issuer: known for some minutes, so that signing in asks it once less. */
const descriptions = new Map<string, { readonly metadata: ServerMetadata; readonly until: number }>();
const knownFor = 5 * 60_000;

/** The same, known for some minutes. */
export async function describeProvider(settings: OidcClient): Promise<ServerMetadata> {
  const known = descriptions.get(settings.issuer);
  if (known !== undefined && known.until > performance.now()) return known.metadata;
  const metadata = await discoverProvider(settings);
  descriptions.set(settings.issuer, { metadata, until: performance.now() + knownFor });
  return metadata;
}

/** Asks the provider itself. The issuer must be named letter by letter as it names itself. */
export async function discoverProvider({ issuer, clientId }: OidcClient): Promise<ServerMetadata> {
  const insecure = isLoopback(issuer) ? [allowInsecureRequests] : [];
  const found = await discovery(new URL(issuer), clientId, undefined, undefined, {
    [customFetch]: asFetch(askProvider(issuer, {})),
    execute: insecure,
    timeout: secondsToWait,
  }).catch((cause: unknown) => {
    throw new KhojError("unavailable", `The provider ${new URL(issuer).host} does not answer; use another way`, {
      cause,
    });
  });
  return found.serverMetadata();
}

export function configure({ issuer, clientId, clientSecret }: OidcClient, metadata: ServerMetadata): Configuration {
  const supported = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const authentication = supported.includes("client_secret_basic") ? ClientSecretBasic : ClientSecretPost;
  const configuration = new Configuration(metadata, clientId, undefined, authentication(clientSecret));
  configuration.timeout = secondsToWait;
  configuration[customFetch] = asFetch(askProvider(issuer, metadata));
  // The token comes straight from the provider, and its signature is checked all the same.
  enableNonRepudiationChecks(configuration);
  if (isLoopback(issuer)) allowInsecureRequests(configuration);
  return configuration;
}

/** How long one answer of a provider may take: a sign-in must not hang on one that is down. */
const secondsToWait = 5;

/** Asks the issuer the operator named, and the endpoints it names itself: what they say is believed, so by TLS. */
export function askProvider(issuer: string, metadata: Partial<ServerMetadata>): Egress {
  const { token_endpoint, jwks_uri, userinfo_endpoint } = metadata;
  const named = [issuer, token_endpoint, jwks_uri, userinfo_endpoint].filter((address) => address !== undefined);
  const origins = new Set(named.map((address) => new URL(address).origin));
  const mayReach = ({ origin, protocol }: URL) => origins.has(origin) && (protocol === "https:" || isLoopback(issuer));
  return openEgress({ mayReach, patience: secondsToWait * 1000 });
}

/** The library sends forms alone. */
const asFetch =
  (egress: Egress): CustomFetch =>
  (address, { body, headers, method, signal }) =>
    egress(address, { method, headers, signal, body: body instanceof URLSearchParams ? body : undefined });

/** Without TLS only on this computer, as in tests. */
export function isLoopback(issuer: string): boolean {
  const address = URL.canParse(issuer) ? new URL(issuer) : undefined;
  return address?.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(address.hostname);
}
