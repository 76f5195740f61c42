import { badRequest, type ChatRequest, notFound } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { findApiKeys } from "../platform/secrets/api-key.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { readImages } from "./read-images.ts";

type CheckDeps = Pick<ChatDeps, "exposeKeys" | "log">;

/** What a schema cannot see: pictures that are none, a space that is not the person's, and a key that was pasted. */
export function checkRequest(deps: CheckDeps, actor: Actor, request: ChatRequest): ChatRequest {
  refuseKeys(deps, actor, request);
  const { space, images } = request;
  if (space && !actor.spaces.some(({ id }) => id === space)) throw notFound("Space", space);
  return { ...request, images: [...readImages(images ?? [])] };
}

/** A conversation is kept, shown and shared; a key in it would be too. */
function refuseKeys(deps: CheckDeps, actor: Actor, { q, title, files }: ChatRequest): void {
  refuseKeysIn(deps, actor, [q, title ?? "", ...(files ?? []).flatMap(({ name, content }) => [name, content])]);
}

export function refuseKeysIn({ exposeKeys, log }: CheckDeps, actor: Actor, texts: readonly string[]): void {
  const keys = texts.flatMap(findApiKeys);
  if (keys.length === 0) return;
  exposeKeys(keys, { actor }).catch((error: unknown) => log.error({ error }, "a key in a question was not suspended"));
  throw badRequest("An API key of Khoj stands in the question, so it was not asked; take the key out and ask again");
}
