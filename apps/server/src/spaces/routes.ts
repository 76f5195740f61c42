import {
  Done,
  IdParams,
  MemberParams,
  SetMember,
  Space,
  SpaceMembers,
  SpaceName,
  Spaces,
  TransferFiles,
  TransferOutcome,
} from "@khoj/contract";
import { del, get, patch, post, put, Reply, type Route } from "../platform/http/route.ts";
import { changeMember, removeMember } from "./change-members.ts";
import { makeSpace, removeSpace, renameSpace } from "./change-space.ts";
import type { SpacesDeps } from "./open-spaces.ts";
import { listMembers, listSpaces } from "./show-spaces.ts";
import { transfer } from "./transfer.ts";

const ours = { strict: true } as const;
const ok = { status: "ok" } as const;

/** Reading and moving notes goes with a key; who belongs to a space is for people who signed in. */
export const routes = (deps: SpacesDeps): Route[] => [
  get("/api/spaces", { ...ours, allow: "read", answer: Spaces }, ({ actor }) => listSpaces(deps, actor)),
  post(
    "/api/spaces",
    { ...ours, allow: "account", body: SpaceName, answer: Space },
    async (request) => new Reply(201, await makeSpace(deps, request, request.body.name)),
  ),
  patch(
    "/api/spaces/:id",
    { ...ours, allow: "account", params: IdParams, body: SpaceName, answer: Done },
    async (request) => {
      await renameSpace(deps, request, { id: request.params.id, name: request.body.name });
      return ok;
    },
  ),
  del(
    "/api/spaces/:id",
    { ...ours, allow: "account", elevated: true, params: IdParams, answer: Done },
    async (request) => {
      await removeSpace(deps, request, request.params.id);
      return ok;
    },
  ),
  get(
    "/api/spaces/:id/members",
    { ...ours, allow: "read", params: IdParams, answer: SpaceMembers },
    ({ actor, params }) => listMembers(deps, actor, params.id),
  ),
  put(
    "/api/spaces/:id/members/:user",
    { ...ours, allow: "account", params: MemberParams, body: SetMember, answer: SpaceMembers },
    async (request) => {
      await changeMember(deps, request, {
        spaceId: request.params.id,
        who: request.params.user,
        role: request.body.role,
      });
      return listMembers(deps, request.actor, request.params.id);
    },
  ),
  del(
    "/api/spaces/:id/members/:user",
    { ...ours, allow: "account", params: MemberParams, answer: Done },
    async (request) => {
      await removeMember(deps, request, { spaceId: request.params.id, who: request.params.user });
      return ok;
    },
  ),
  post(
    "/api/spaces/move",
    { ...ours, allow: "write", body: TransferFiles, answer: TransferOutcome },
    ({ actor, body }) => transfer(deps, actor, "move", body),
  ),
  post(
    "/api/spaces/copy",
    { ...ours, allow: "write", body: TransferFiles, answer: TransferOutcome },
    ({ actor, body }) => transfer(deps, actor, "copy", body),
  ),
];
