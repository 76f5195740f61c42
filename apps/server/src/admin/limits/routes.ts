import { ClearLimit, Done, LimitsShown, notFound } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { z } from "zod";
import type { Events } from "../../audit/index.ts";
import { get, post, type Route } from "../../platform/http/route.ts";
import type { Limits } from "../../platform/limits/limits.ts";
import { limitRules } from "../../signin/index.ts";
import { selectReached } from "./reached-store.ts";

export interface LimitRoutesDeps {
  readonly database: Database;
  readonly events: Events;
  readonly limits: Limits;
}

const ours = { strict: true, allow: "admin" } as const;

/** Who is at a limit now, and the way to let them try again. */
export const limitRoutes = (deps: LimitRoutesDeps): Route[] => [
  get("/api/admin/limits", { ...ours, query: z.object({}), answer: LimitsShown }, () => showLimits(deps)),
  post("/api/admin/limits/clear", { ...ours, body: ClearLimit, answer: Done }, async ({ actor, body, from }) => {
    const { name, subject } = body;
    if (!limitRules.some(({ rule }) => rule.name === name)) throw notFound("limit", name);
    await deps.limits.clear({ name }, subject);
    await deps.events.record({
      kind: "limit.cleared",
      outcome: "done",
      actor,
      from,
      target: { kind: "limit", id: name },
    });
    return { status: "ok" };
  }),
];

/** Each rule, and who has used it up in the window that runs now. */
async function showLimits({ database }: LimitRoutesDeps): Promise<LimitsShown> {
  const rules = await Promise.all(
    limitRules.map(async ({ rule, what }) => {
      const reached = await selectReached(database.statement, rule);
      return {
        ...rule,
        what,
        reached: reached.map(({ subject, taken, until }) => ({ subject, taken, until: until.toISOString() })),
      };
    }),
  );
  return { rules };
}
