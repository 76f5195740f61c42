import type { Sql } from "@khoj/db";
import { identityId } from "../factors/identity-id.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { updateAskedAt } from "./identity-store.ts";
import type { ProviderClaims } from "./provider-claims.ts";

/** A linked account and whose it is. */
export interface OwnedIdentity extends Pick<ProviderClaims, "issuer" | "subject"> {
  readonly personId: string;
}

/** Under the person's id, so that it goes with them. */
export const refreshTokenName = (identity: OwnedIdentity): string =>
  `oidc-refresh/${identity.personId}/${identityId(identity)}`;

/** The newest word by which the provider can be asked about somebody; sealed. */
export async function keepRefreshToken(
  { secrets }: Pick<SignInDeps, "secrets">,
  sql: Sql,
  identity: OwnedIdentity,
  token: string | undefined,
): Promise<void> {
  if (token === undefined) await secrets.remove(sql, refreshTokenName(identity));
  else await secrets.put(sql, refreshTokenName(identity), token);
  await updateAskedAt(sql, identity);
}
