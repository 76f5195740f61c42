import { type ChatRequest, notFound } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { readImages } from "./read-images.ts";

/** What a schema cannot see: pictures that are none, and a space that is not the person's. */
export function checkRequest(actor: Actor, request: ChatRequest): ChatRequest {
  const { space, images } = request;
  if (space && !actor.spaces.some(({ id }) => id === space)) throw notFound("Space", space);
  return { ...request, images: [...readImages(images ?? [])] };
}
