import { Done, LocalAddition, NewLocalModel } from "@khoj/contract";
import { z } from "zod";
import { del, get, post, Reply, type Route } from "../../platform/http/route.ts";
import { idParams } from "../id-params.ts";
import type { LocalAdditionDeps, LocalAdditions } from "./local-addition.ts";
import { removeLocalModel } from "./remove-local-model.ts";

export interface LocalRoutesDeps extends LocalAdditionDeps {
  readonly additions: LocalAdditions;
}

const place = "/api/admin/local-models";
const ours = { strict: true, allow: "admin" } as const;
const dangerous = { ...ours, elevated: true } as const;

/** Models in files of the server's machine. The path is read by the server, as those of folders are. */
export const localRoutes = (deps: LocalRoutesDeps): Route[] => [
  get(place, { ...ours, query: z.object({}), answer: LocalAddition }, () => deps.additions.show()),
  post(
    place,
    { ...dangerous, body: NewLocalModel, answer: LocalAddition },
    ({ actor, from, body }) => new Reply(202, deps.additions.begin(body, { actor, from })),
  ),
  del(`${place}/:id`, { ...dangerous, params: idParams, answer: Done }, async ({ actor, from, params: { id } }) => {
    await deps.database.transaction((sql) => removeLocalModel(deps, sql, { actor, from }, id));
    return { status: "ok" };
  }),
];
