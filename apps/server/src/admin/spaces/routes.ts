import { AdminSpaces, AdminSpacesQuery } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { get, type Route } from "../../platform/http/route.ts";
import { countDocuments } from "../count-documents-store.ts";
import { pageFrom, pagesOf } from "../page-of.ts";
import { countSpaces, selectSpacePage } from "./space-list-store.ts";

/** Every space by its facts, none by its notes. */
export const spaceRoutes = ({ database }: { readonly database: Database }): Route[] => [
  get(
    "/api/admin/spaces",
    { strict: true, allow: "admin", query: AdminSpacesQuery, answer: AdminSpaces },
    ({ query }) => listSpaces(database, query),
  ),
];

/** Facts about every space; what its notes say is not for administrators. */
async function listSpaces(database: Database, { q = "", kind, page }: AdminSpacesQuery): Promise<AdminSpaces> {
  const filter = { words: q.trim().toLowerCase(), kind };
  const { rows, total } = await database.transaction(async (sql) => ({
    rows: await selectSpacePage(sql, filter, pageFrom(page)),
    total: await countSpaces(sql, filter),
  }));
  const ids = rows.map(({ id }) => id);
  const documents = await database.inSpaces(ids, (sql) => countDocuments(sql, ids));
  const spaces = rows.map(({ made_at, ...space }) => ({
    ...space,
    documents: documents.get(space.id) ?? 0,
    made_at: made_at.toISOString(),
  }));
  return { spaces, ...pagesOf(total, page) };
}
