import { AuditEvents, EventsFilter, EventsQuery, FailedSignIns, FailedSignInsQuery } from "@khoj/contract";
import { exportEvents, type ReadEventsDeps, readEvents, readFailedSignIns } from "../../audit/index.ts";
import { get, type Route, stream } from "../../platform/http/route.ts";

const ours = { strict: true, allow: "admin" } as const;

/** What happened, to read and to take away; that it was read is an event itself. */
export const eventRoutes = (deps: ReadEventsDeps): Route[] => [
  get("/api/admin/events", { ...ours, query: EventsQuery, answer: AuditEvents }, ({ actor, from, query }) =>
    readEvents(deps, { actor, from }, defined(query)),
  ),
  get("/api/admin/events/export", { ...ours, elevated: true, query: EventsFilter }, ({ actor, from, query }) =>
    stream(exportEvents(deps, { actor, from }, query), "application/jsonl; charset=utf-8", {
      "content-disposition": 'attachment; filename="khoj-events.jsonl"',
    }),
  ),
  get("/api/admin/events/failed-sign-ins", { ...ours, query: FailedSignInsQuery, answer: FailedSignIns }, ({ query }) =>
    readFailedSignIns(deps.database, query.days),
  ),
];

const defined = <Query extends { before?: number | undefined }>({ before, ...query }: Query) =>
  before === undefined ? query : { ...query, before };
