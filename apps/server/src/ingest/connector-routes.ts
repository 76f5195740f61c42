import { Done, GithubConfig, KhojError, NotionConfig } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { get, post, type Route } from "../platform/http/route.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { IngestRoomDeps } from "./ingest-room-deps.ts";

const ok = { status: "ok" } as const;

/** GitHub and Notion come later: until then they answer as upstream does where they are not set up. */
export const connectorRoutes = (deps: IngestRoomDeps): Route[] => [
  get("/api/content/github", { allow: "read" }, async ({ actor }) => ({
    ...(await describeUser(deps, actor)),
    current_config: {},
  })),
  get("/api/content/notion", { allow: "read" }, async ({ actor }) => ({
    ...(await describeUser(deps, actor)),
    current_config: { token: "" },
  })),
  post("/api/content/github", { allow: "write", body: GithubConfig, answer: Done }, ({ body }) => {
    if (body.repos.length > 0) throw notYet("GitHub");
    return ok;
  }),
  post("/api/content/notion", { allow: "write", body: NotionConfig, answer: Done }, ({ body }) => {
    if (body.token !== "") throw notYet("Notion");
    return ok;
  }),
];

const notYet = (name: string): KhojError =>
  new KhojError("not_configured", `${name} cannot be read yet; the token was not kept`);

const describeUser = async ({ library, version }: IngestRoomDeps, actor: Actor) => ({
  username: actor.username,
  user_photo: null,
  is_active: true,
  has_documents: (await library.types(readableSpaces(actor))).length > 0,
  khoj_version: version,
});
