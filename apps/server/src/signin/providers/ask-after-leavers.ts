import { ResponseBodyError, refreshTokenGrant } from "openid-client";
import { boundedSeconds } from "../finish-sign-in.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { claimStaleIdentities } from "./identity-store.ts";
import { keepRefreshToken, type OwnedIdentity, refreshTokenName } from "./keep-refresh-token.ts";
import { connectProvider, type ProviderConnection } from "./provider-connection.ts";
import { deleteSessionsOfProvider, prolongSessionsOfProvider } from "./provider-session-store.ts";

export interface LeaverDeps extends Pick<SignInDeps, "access" | "database" | "events" | "secrets"> {
  readonly accounts: Pick<SignInDeps["accounts"], "changeMany" | "sessionTimes">;
}

/**
 * Asks the OpenID provider, at most once an hour for each account with a session, whether they still belong to it. A no
 * ends their sessions; a yes prolongs them; while it does not answer nothing changes, and they end when their day is over.
 */
export async function askAfterLeavers(deps: LeaverDeps): Promise<void> {
  const connection = await connectProvider(deps, "oidc").catch(() => undefined);
  if (connection === undefined) return;
  const { issuer } = connection.configuration.serverMetadata();
  for (const identity of await deps.database.transaction((sql) => claimStaleIdentities(sql, issuer)))
    await askAfter(deps, connection, identity);
}

async function askAfter(
  deps: LeaverDeps,
  { configuration }: ProviderConnection,
  identity: OwnedIdentity,
): Promise<void> {
  const token = await deps.secrets.read(refreshTokenName(identity));
  if (token === undefined) return;
  try {
    const answer = await refreshTokenGrant(configuration, token);
    const { absolute } = await deps.accounts.sessionTimes();
    await deps.database.transaction(async (sql) => {
      await keepRefreshToken(deps, sql, identity, answer.refresh_token ?? token);
      await prolongSessionsOfProvider(sql, identity, { bounded: boundedSeconds, absolute });
    });
  } catch (error) {
    if (error instanceof ResponseBodyError && error.status < 500) await endSessions(deps, identity);
  }
}

const endSessions = (deps: LeaverDeps, identity: OwnedIdentity): Promise<void> =>
  deps.accounts.changeMany(async (sql, tell) => {
    const ended = await deleteSessionsOfProvider(sql, { ...identity, session: undefined });
    for (const { id } of ended) await tell({ what: "ended", of: "credential", id });
    await deps.secrets.remove(sql, refreshTokenName(identity));
    const facts = { sessions: ended.length, why: "the provider says no" };
    await deps.events.record(
      { kind: "session.ended-by-provider", outcome: "done", via: "provider", account: ended[0]?.email, facts },
      sql,
    );
  });
