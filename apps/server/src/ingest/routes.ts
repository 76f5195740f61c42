import {
  ContentSize,
  ContentSourceParams,
  ContentTypeParams,
  ConvertedFiles,
  DeleteFileQuery,
  DeleteFilesBody,
  Done,
  FileQuery,
  FilesDeleted,
  FilesPage,
  FilesQuery,
  FileText,
  OwnSpaceQuery,
  UploadQuery,
} from "@khoj/contract";
import { z } from "zod";
import type { DocumentSelector } from "../library/index.ts";
import { del, get, patch, post, put, type Route, text } from "../platform/http/route.ts";
import { readableSpaces, writableSpace } from "../platform/permitted-spaces.ts";
import { convertFiles } from "./convert-files.ts";
import { deleteContent } from "./delete-content.ts";
import type { IngestRoomDeps } from "./ingest-room-deps.ts";
import { nameFiles, originOfClient, readUpload } from "./read-upload.ts";
import { showFile, showFilesPage } from "./show-files.ts";
import { upload } from "./upload.ts";

const ok = { status: "ok" } as const;

/** The contract's content routes (wire.md §1.2). Ours are in status-routes.ts, the connectors' in connector-routes.ts. */
export const contentRoutes = (deps: IngestRoomDeps): Route[] => [
  ...uploadRoutes(deps),
  ...readRoutes(deps),
  ...deleteRoutes(deps),
];

const uploadRoutes = (deps: IngestRoomDeps): Route[] => [
  put("/api/content", { allow: "write", query: UploadQuery, body: "stream" }, async (request) =>
    text(nameFiles(await upload(deps, request, { force: true }))),
  ),
  patch("/api/content", { allow: "write", query: UploadQuery, body: "stream" }, async (request) =>
    text(nameFiles(await upload(deps, request, { force: false }))),
  ),
  post("/api/content/convert", { allow: "read", body: "stream", answer: ConvertedFiles }, ({ stream, headers }) =>
    convertFiles(deps.ingest, readUpload(stream, headers["content-type"])),
  ),
];

const readRoutes = ({ library }: IngestRoomDeps): Route[] => [
  get("/api/content/size", { allow: "read", query: OwnSpaceQuery, answer: ContentSize }, async ({ actor, query }) => ({
    indexed_data_size_in_mb: Math.ceil((await library.size(readableSpaces(actor, query.space))) / 2 ** 20),
  })),
  get("/api/content/types", { allow: "read", query: OwnSpaceQuery, answer: z.array(z.string()) }, async (request) => [
    ...(await library.types(readableSpaces(request.actor, request.query.space))),
    "all",
  ]),
  get("/api/content/files", { allow: "read", query: FilesQuery, answer: FilesPage }, ({ actor, query }) =>
    showFilesPage(library, readableSpaces(actor, query.space), query),
  ),
  get("/api/content/file", { allow: "read", query: FileQuery, answer: FileText, errors: "error" }, ({ actor, query }) =>
    showFile(library, readableSpaces(actor, query.space), query.file_name),
  ),
  get(
    "/api/content/:content_source",
    {
      allow: "read",
      params: z.object({ content_source: z.string() }),
      query: OwnSpaceQuery,
      answer: z.array(z.string()),
    },
    ({ actor, params, query }) => library.names(readableSpaces(actor, query.space), params.content_source),
  ),
];

const deleteRoutes = (deps: IngestRoomDeps): Route[] => [
  del("/api/content/file", { allow: "write", status: 201, query: DeleteFileQuery, answer: Done }, async (request) => {
    const { actor, query } = request;
    await deleteContent(deps, writableSpace(actor, query.space), { fileNames: [query.filename] });
    return ok;
  }),
  del(
    "/api/content/files",
    { allow: "write", status: 201, query: OwnSpaceQuery, body: DeleteFilesBody, answer: FilesDeleted },
    async ({ actor, query, body }) => {
      const space = writableSpace(actor, query.space);
      return { ...ok, deleted_count: await deleteContent(deps, space, { fileNames: body.files }) };
    },
  ),
  del(
    "/api/content/type/:content_type",
    { allow: "write", params: ContentTypeParams, query: OwnSpaceQuery, answer: Done },
    async ({ actor, params, query }) => {
      await deleteContent(deps, writableSpace(actor, query.space), ofType(params.content_type, query.client));
      return ok;
    },
  ),
  del(
    "/api/content/source/:content_source",
    { allow: "write", params: ContentSourceParams, query: OwnSpaceQuery, answer: Done },
    async ({ actor, params, query }) => {
      await deleteContent(deps, writableSpace(actor, query.space), { source: params.content_source });
      return ok;
    },
  ),
];

/** A client that keeps its own files means those; anybody else means all of that type (ours.md §2). */
function ofType(
  type: z.output<typeof ContentTypeParams>["content_type"],
  client: string | undefined,
): DocumentSelector {
  const origin = client === "web" ? undefined : originOfClient(client);
  if (type !== "all") return { fileType: type, origin };
  return origin === undefined ? { everything: true } : { origin };
}
