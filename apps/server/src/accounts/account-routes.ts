import { Profile, queryBool, SignedInDevices } from "@khoj/contract";
import { z } from "zod";
import { del, get, patch, type Route } from "../platform/http/route.ts";
import { deletePerson } from "./people/delete-person.ts";
import { type OwnAccountDeps, readProfile } from "./people/read-profile.ts";
import { listDevices, signedOut, signOutOf, signOutOfAll } from "./sessions/sign-out.ts";

export type AccountRoutesDeps = OwnAccountDeps;

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
  del("/api/self", { allow: "account", elevated: true }, async ({ actor, from, origin }) => {
    await deletePerson({ ...deps, changeMany: deps.accounts.changeMany }, actor.personId, { actor, from });
    return signedOut(deps, { origin }, true);
  }),
];

const own = { allow: "account", strict: true } as const;
