import { Profile, queryBool, SignedInDevices } from "@khoj/contract";
import { z } from "zod";
import type { ExportOf } from "../platform/export-part.ts";
import { del, get, patch, type Route, stream } from "../platform/http/route.ts";
import { everythingOf } from "./export/export-person.ts";
import { zipParts } from "./export/zip-parts.ts";
import { deletePerson } from "./people/delete-person.ts";
import { type OwnAccountDeps, readProfile } from "./people/read-profile.ts";
import { listDevices, signedOut, signOutOf, signOutOfAll } from "./sessions/sign-out.ts";

export interface AccountRoutesDeps extends OwnAccountDeps {
  /** What other rooms have of a person. */
  readonly exportOf: ExportOf;
}

const Id = z.object({ id: z.string() });

/** What people do with their own account; only somebody who signed in may, never a key. */
export const accountRoutes = (deps: AccountRoutesDeps): Route[] => [
  get("/api/account/profile", { ...own, answer: Profile }, ({ actor, from }) => readProfile(deps, actor, from)),
  patch(
    "/api/account/profile",
    { ...own, body: z.object({ name: z.string().nullable() }), answer: Profile },
    async ({ actor, body, from }) => {
      await deps.accounts.rename(actor, body.name ?? "");
      return readProfile(deps, actor, from);
    },
  ),
  get("/api/account/devices", { ...own, answer: SignedInDevices }, ({ actor }) => listDevices(deps, actor)),
  del("/api/account/devices/:id", { ...own, params: Id, query: z.object({}) }, (request) => signOutOf(deps, request)),
  del("/api/account/devices", { ...own, query: z.object({ all: queryBool().default(false) }) }, (request) =>
    signOutOfAll(deps, request),
  ),
  get("/api/account/export", { ...own, query: z.object({}) }, async ({ actor, from }) => {
    await deps.events.record({ kind: "account.exported", outcome: "done", actor, from });
    const name = `khoj-export-${new Date().toISOString().slice(0, 10)}.zip`;
    return stream(zipParts(everythingOf(deps, actor)), "application/zip", {
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    });
  }),
  del("/api/self", { allow: "account", elevated: true }, async ({ actor, from, origin }) => {
    await deletePerson({ ...deps, changeMany: deps.accounts.changeMany }, actor.personId, { actor, from });
    return signedOut(deps, { origin }, true);
  }),
];

const own = { allow: "account", strict: true } as const;
