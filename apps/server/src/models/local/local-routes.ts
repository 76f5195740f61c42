import { Done, LocalAddition, NewLocalModel, notFound } from "@khoj/contract";
import { z } from "zod";
import { del, get, post, Reply, type Route } from "../../platform/http/route.ts";
import { listChatModels } from "../chat/chat-model-store.ts";
import { removeGguf } from "./add-gguf.ts";
import type { LocalAdditionDeps, LocalAdditions } from "./local-addition.ts";

export interface LocalRoutesDeps extends LocalAdditionDeps {
  readonly additions: LocalAdditions;
}

const place = "/api/admin/local-models";
const ours = { strict: true, allow: "admin" } as const;
const dangerous = { ...ours, elevated: true } as const;
const params = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

/** Models in files of the server's machine. The path is read by the server, as those of folders are. */
export const localRoutes = (deps: LocalRoutesDeps): Route[] => [
  get(place, { ...ours, query: z.object({}), answer: LocalAddition }, () => deps.additions.show()),
  post(
    place,
    { ...dangerous, body: NewLocalModel, answer: LocalAddition },
    ({ actor, from, body }) => new Reply(202, deps.additions.begin(body, { actor, from })),
  ),
  del(`${place}/:id`, { ...dangerous, params, answer: Done }, async ({ actor, from, params: { id } }) => {
    await deps.database.transaction(async (sql) => {
      const row = (await listChatModels(sql)).find((model) => model.id === id && model.kind === "local");
      if (row === undefined || !(await removeGguf(deps, sql, { actor, from }, row.model)))
        throw notFound("model of this machine", String(id));
    });
    return { status: "ok" };
  }),
];
