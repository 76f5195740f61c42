import { AdminSessions, AdminSessionsQuery, notFound } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { z } from "zod";
import { type Accounts, deleteSession } from "../../accounts/index.ts";
import type { Events } from "../../audit/index.ts";
import type { Actor, WhoAsks } from "../../platform/actor.ts";
import { del, get, type Route } from "../../platform/http/route.ts";
import { pageFrom, pagesOf } from "../page-of.ts";
import { countSessions, selectSessions } from "./session-list-store.ts";

export interface SessionsDeps {
  readonly database: Database;
  readonly accounts: Pick<Accounts, "change">;
  readonly events: Events;
}

const ours = { strict: true, allow: "admin" } as const;

/** Everybody's sessions; one can be ended, none can be taken over. */
export const sessionRoutes = (deps: SessionsDeps): Route[] => [
  get("/api/admin/sessions", { ...ours, query: AdminSessionsQuery, answer: AdminSessions }, ({ actor, query }) =>
    listSessions(deps, actor, query),
  ),
  del("/api/admin/sessions/:id", { ...ours, params: z.object({ id: z.uuid() }) }, async ({ actor, from, params }) => {
    await endSession(deps, { actor, from }, params.id);
    return { status: "ok" };
  }),
];

async function listSessions(
  { database }: SessionsDeps,
  actor: Actor,
  { q = "", page }: AdminSessionsQuery,
): Promise<AdminSessions> {
  const words = q.trim().toLowerCase();
  return database.transaction(async (sql) => {
    const sessions = await selectSessions(sql, words, pageFrom(page));
    return {
      sessions: sessions.map(({ made_at, used_at, expires_at, ...session }) => ({
        ...session,
        current: session.id === actor.credentialId,
        made_at: made_at.toISOString(),
        used_at: used_at.toISOString(),
        expires_at: expires_at.toISOString(),
      })),
      ...pagesOf(await countSessions(sql, words), page),
    };
  });
}

/** Signs one device out: all it has open ends with it, on every node. */
async function endSession({ accounts, events }: SessionsDeps, by: WhoAsks, id: string): Promise<void> {
  await accounts.change({ what: "ended", of: "credential", id }, async (sql) => {
    const person = await deleteSession(sql, id);
    if (person === undefined) throw notFound("session", id);
    const event = { kind: "session.ended", outcome: "done", target: { kind: "session", id } } as const;
    await events.record({ ...event, ...by, facts: { person } }, sql);
  });
}
