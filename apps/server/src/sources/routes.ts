import { Folder, Folders, IdParams, NewFolder, notFound, ResumeFolder } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { del, get, post, Reply, type Route } from "../platform/http/route.ts";
import type { Sources } from "./manage-folders.ts";

const ours = { strict: true, allow: "admin" } as const;

/** Folders of the server's machine: for administrators, and the one person of anonymous mode. */
export const routes = (sources: Sources): Route[] => [
  get("/api/folders", { ...ours, answer: Folders }, ({ actor }) => ({ folders: sources.list(spacesOf(actor)) })),
  post("/api/folders", { ...ours, body: NewFolder, answer: Folder }, async ({ actor, body }) => {
    return new Reply(201, await sources.add(spaceOf(actor, body.space), body.path));
  }),
  del("/api/folders/:id", { ...ours, params: IdParams }, async ({ actor, params }) => {
    await sources.remove(spacesOf(actor), params.id);
    return { status: "ok" };
  }),
  post("/api/folders/:id/pause", { ...ours, params: IdParams, answer: Folder }, ({ actor, params }) =>
    sources.pause(spacesOf(actor), params.id),
  ),
  post("/api/folders/:id/resume", { ...ours, params: IdParams, body: ResumeFolder, answer: Folder }, (request) =>
    sources.resume(spacesOf(request.actor), request.params.id, request.body.deletions),
  ),
];

const spacesOf = (actor: Actor): readonly string[] => actor.spaces.map(({ id }) => id);

function spaceOf(actor: Actor, named: string | undefined): string {
  if (named === undefined) return actor.home;
  const access = actor.spaces.find(({ id }) => id === named);
  if (access === undefined || access.role === "reader") throw notFound("space", named);
  return access.id;
}
