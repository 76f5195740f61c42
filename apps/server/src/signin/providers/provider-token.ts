import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import type { ServerMetadata } from "openid-client";
import { askProvider, type ProviderConnection } from "./provider-connection.ts";

/** A token that a provider signed and somebody else brought: checked against the provider's keys as they are now. */
export async function verifyProviderToken(
  { settings, configuration }: ProviderConnection,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  const metadata = configuration.serverMetadata();
  const keys = createLocalJWKSet(await readKeys(settings.issuer, metadata));
  const { payload } = await jwtVerify(token, keys, {
    issuer: metadata.issuer,
    audience: settings.clientId,
    algorithms: asymmetric,
    clockTolerance: 30,
    ...options,
  });
  return payload;
}

export async function readKeys(issuer: string, metadata: ServerMetadata): Promise<JSONWebKeySet> {
  if (metadata.jwks_uri === undefined) throw new Error("The provider names no keys");
  const answer = await askProvider(issuer, metadata)(metadata.jwks_uri, { headers: { accept: "application/json" } });
  if (answer.status !== 200) throw new Error(`The provider's keys answered ${answer.status}`);
  return (await answer.json()) as JSONWebKeySet;
}

/** Never `none`, nor a signature by a secret that we know too. */
const asymmetric = [
  "RS256",
  "PS256",
  "ES256",
  "RS384",
  "PS384",
  "ES384",
  "RS512",
  "PS512",
  "ES512",
  "EdDSA",
  "Ed25519",
];
