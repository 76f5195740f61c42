import {
  Done,
  type Exclusion,
  Exclusions,
  FileStatus,
  FileStatusQuery,
  IdParams,
  IgnoreList,
  NewExclusion,
  OriginalQuery,
  OwnSpaceQuery,
  PageLayout,
  PageQuery,
} from "@khoj/contract";
import { del, get, post, put, Reply, type Route } from "../platform/http/route.ts";
import { readableSpaces, writableSpace } from "../platform/permitted-spaces.ts";
import type { IngestRoomDeps } from "./ingest-room-deps.ts";
import type { StoredExclusion } from "./rule-store.ts";
import { showOriginal } from "./show-original.ts";
import { showPage } from "./show-page.ts";
import { showStatus } from "./show-status.ts";

const ok = { status: "ok" } as const;
const ours = { strict: true } as const;

/** Our own content routes: what became of each file, what stays out, and originals (ours.md §2, §6). */
export const statusRoutes = ({ library, rules, pictures }: IngestRoomDeps): Route[] => [
  get(
    "/api/content/status",
    { ...ours, allow: "read", query: FileStatusQuery, answer: FileStatus },
    ({ actor, query }) => showStatus(library, readableSpaces(actor, query.space), query),
  ),
  get("/api/content/original", { ...ours, allow: "read", query: OriginalQuery }, ({ actor, query }) =>
    showOriginal(
      { library, pictures },
      { personId: actor.personId, spaces: readableSpaces(actor, query.space) },
      { fileName: query.file_name, page: query.page },
    ),
  ),
  get(
    "/api/content/page",
    { ...ours, allow: "read", query: PageQuery, answer: PageLayout },
    ({ actor, query: { file_name: fileName, page, space } }) =>
      showPage(library, readableSpaces(actor, space), { fileName, page }),
  ),
  get("/api/content/ignore", { ...ours, allow: "read", query: OwnSpaceQuery, answer: IgnoreList }, async (request) => ({
    rules: await rules.ignoreList(writableSpace(request.actor, request.query.space)),
  })),
  put(
    "/api/content/ignore",
    { ...ours, allow: "write", query: OwnSpaceQuery, body: IgnoreList, answer: Done },
    async ({ actor, query, body }) => {
      await rules.setIgnoreList(writableSpace(actor, query.space), body.rules);
      return ok;
    },
  ),
  get(
    "/api/content/exclusions",
    { ...ours, allow: "read", query: OwnSpaceQuery, answer: Exclusions },
    async (request) => ({
      items: (await rules.exclusions(writableSpace(request.actor, request.query.space))).map(toWire),
    }),
  ),
  post(
    "/api/content/exclusions",
    { ...ours, allow: "write", query: OwnSpaceQuery, body: NewExclusion, answer: Done },
    async ({ actor, query, body }) => {
      await rules.exclude(writableSpace(actor, query.space), [body.file_name]);
      return new Reply(201, ok);
    },
  ),
  del(
    "/api/content/exclusions/:id",
    { ...ours, allow: "write", params: IdParams, query: OwnSpaceQuery, answer: Done },
    async ({ actor, params, query }) => {
      await rules.readmit(writableSpace(actor, query.space), params.id);
      return ok;
    },
  ),
];

const toWire = ({ id, fileName, createdAt }: StoredExclusion): Exclusion => ({
  id,
  file_name: fileName,
  created_at: createdAt.toISOString(),
});
