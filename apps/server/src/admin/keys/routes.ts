import { AdminKeys, AdminKeysQuery, Done } from "@khoj/contract";
import { z } from "zod";
import { type KeyDeps, listKeyPage, resumeKey, revokeKey } from "../../accounts/index.ts";
import { del, get, post, type Route } from "../../platform/http/route.ts";
import { pageFrom, pagesOf } from "../page-of.ts";

const ours = { strict: true, allow: "admin" } as const;
const params = z.object({ id: z.uuid() });

/** Everybody's keys, masked. A key is made by its person alone: an administrator never sees one. */
export const keyRoutes = (deps: KeyDeps): Route[] => [
  get("/api/admin/keys", { ...ours, query: AdminKeysQuery, answer: AdminKeys }, async ({ query }) => {
    const { q = "", state, page } = query;
    const { keys, total } = await listKeyPage(deps, { words: q.trim().toLowerCase(), state }, pageFrom(page));
    return { keys, ...pagesOf(total, page) };
  }),
  del("/api/admin/keys/:id", { ...ours, params, answer: Done }, async ({ actor, from, params: { id } }) => {
    await revokeKey(deps, { id, personId: undefined }, { actor, from });
    return { status: "ok" };
  }),
  post(
    "/api/admin/keys/:id/resume",
    { ...ours, elevated: true, params, answer: Done },
    async ({ actor, from, params: { id } }) => {
      await resumeKey(deps, { id, personId: undefined }, { actor, from });
      return { status: "ok" };
    },
  ),
];
