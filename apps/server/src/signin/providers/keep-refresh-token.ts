import type { Sql } from "@khoj/db";
import { identityId } from "../factors/identity-id.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { updateAskedAt } from "./identity-store.ts";
import type { ProviderClaims } from "./provider-claims.ts";

type Named = Pick<ProviderClaims, "issuer" | "subject">;

export const refreshTokenName = (named: Named): string => `oidc-refresh/${identityId(named)}`;

/** The newest word by which the provider can be asked about somebody; sealed. */
export async function keepRefreshToken(
  { secrets }: Pick<SignInDeps, "secrets">,
  sql: Sql,
  named: Named,
  token: string | undefined,
): Promise<void> {
  if (token === undefined) await secrets.remove(sql, refreshTokenName(named));
  else await secrets.put(sql, refreshTokenName(named), token);
  await updateAskedAt(sql, named);
}
