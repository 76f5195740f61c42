import { notFound, type SignedInDevices } from "@khoj/contract";
import type { Actor } from "../../platform/actor.ts";
import { Reply, type RouteRequest } from "../../platform/http/route.ts";
import type { OwnAccountDeps } from "../people/read-profile.ts";
import { schemeOf, setCookie } from "./cookie.ts";
import { deleteOwnSession, deleteSessionsOf, selectDevices } from "./session-store.ts";

/** Where the person is signed in. */
export async function listDevices({ database }: OwnAccountDeps, actor: Actor): Promise<SignedInDevices> {
  const devices = await database.transaction((sql) => selectDevices(sql, actor.personId));
  return {
    devices: devices.map(({ id, agent, address, methods, strong, made_at, used_at, expires_at }) => ({
      id,
      current: id === actor.credentialId,
      agent,
      address,
      methods: [...methods],
      strong,
      made_at: made_at.toISOString(),
      used_at: used_at.toISOString(),
      expires_at: expires_at.toISOString(),
    })),
  };
}

type Asked<Params, Query> = Pick<
  RouteRequest<Params, Query, unknown>,
  "actor" | "params" | "query" | "from" | "origin"
>;

/** Ends one session of the person's own: its streams and sockets end with it, on every node. */
export async function signOutOf(deps: OwnAccountDeps, request: Asked<{ id: string }, unknown>): Promise<Reply> {
  const { actor, from, params } = request;
  const id = params.id.toLowerCase();
  await deps.accounts.changeMany(async (sql, tell) => {
    if (!(await deleteOwnSession(sql, actor.personId, id))) throw notFound("device", params.id);
    await tell({ what: "ended", of: "credential", id });
    await deps.events.record(
      { kind: "session.ended", outcome: "done", actor, from, target: { kind: "session", id } },
      sql,
    );
  });
  return signedOut(deps, request, id === actor.credentialId);
}

/** Ends all others, or with `all` this one too. */
export async function signOutOfAll(deps: OwnAccountDeps, request: Asked<unknown, { all: boolean }>): Promise<Reply> {
  const { actor, from, query } = request;
  await deps.accounts.changeMany(async (sql, tell) => {
    const ended = await deleteSessionsOf(sql, actor.personId, query.all ? undefined : actor.credentialId);
    for (const id of ended) await tell({ what: "ended", of: "credential", id });
    const facts = { sessions: ended.length, this_one_too: query.all };
    await deps.events.record({ kind: "session.all-ended", outcome: "done", actor, from, facts }, sql);
  });
  return signedOut(deps, request, query.all);
}

/** What a sign-out answers: the cookie goes when it is this session that ended. */
export function signedOut(
  { accounts }: OwnAccountDeps,
  { origin }: Pick<Asked<unknown, unknown>, "origin">,
  thisOne: boolean,
): Reply {
  return new Reply(
    200,
    { status: "ok" },
    thisOne ? { "set-cookie": setCookie("session", accounts.instance, schemeOf({ origin })) } : {},
  );
}
