import { Folder, Folders, IdParams, NewFolder, ResumeFolder } from "@khoj/contract";
import { del, get, post, Reply, type Route } from "../platform/http/route.ts";
import { readableSpaces, writableSpace, writableSpaces } from "../platform/permitted-spaces.ts";
import type { Sources } from "./manage-folders.ts";

const ours = { strict: true, allow: "admin" } as const;

/** Folders of the server's machine: for administrators, and the one person of anonymous mode. */
export const routes = (sources: Sources): Route[] => [
  get("/api/folders", { ...ours, answer: Folders }, ({ actor }) => ({ folders: sources.list(readableSpaces(actor)) })),
  post("/api/folders", { ...ours, body: NewFolder, answer: Folder }, async ({ actor, body }) => {
    return new Reply(201, await sources.add(writableSpace(actor, body.space), body.path));
  }),
  del("/api/folders/:id", { ...ours, params: IdParams }, async ({ actor, params }) => {
    await sources.remove(writableSpaces(actor), params.id);
    return { status: "ok" };
  }),
  post("/api/folders/:id/pause", { ...ours, params: IdParams, answer: Folder }, ({ actor, params }) =>
    sources.pause(writableSpaces(actor), params.id),
  ),
  post("/api/folders/:id/resume", { ...ours, params: IdParams, body: ResumeFolder, answer: Folder }, (request) =>
    sources.resume(writableSpaces(request.actor), request.params.id, request.body.deletions),
  ),
];
