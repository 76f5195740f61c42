import { ClientApplications, Done, MadeClient, NewClient } from "@khoj/contract";
import { z } from "zod";
import { createClient, type KeyDeps, listClients, revokeClient, rotateClientSecret } from "../../accounts/index.ts";
import { del, get, post, Reply, type Route } from "../../platform/http/route.ts";

const ours = { strict: true, allow: "admin" } as const;
const params = z.object({ id: z.uuid() });

/** Programs that speak for people they know by phone number (wire.md §0.5). A secret is shown once, when it is made. */
export const clientRoutes = (deps: KeyDeps): Route[] => [
  get("/api/admin/clients", { ...ours, query: z.object({}), answer: ClientApplications }, async () => ({
    clients: await listClients(deps),
  })),
  post(
    "/api/admin/clients",
    { ...ours, elevated: true, body: NewClient, answer: MadeClient },
    async ({ actor, body, from }) => new Reply(201, await createClient(deps, body, { actor, from })),
  ),
  post(
    "/api/admin/clients/:id/rotate",
    { ...ours, elevated: true, params, answer: MadeClient },
    ({ actor, from, params: { id } }) => rotateClientSecret(deps, id, { actor, from }),
  ),
  del("/api/admin/clients/:id", { ...ours, elevated: true, params, answer: Done }, async (request) => {
    await revokeClient(deps, request.params.id, { actor: request.actor, from: request.from });
    return { status: "ok" };
  }),
];
