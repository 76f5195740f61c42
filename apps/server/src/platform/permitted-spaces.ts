import { forbidden, notFound } from "@khoj/contract";
import type { Actor } from "./actor.ts";

/** The space a change goes to: the one named, if the actor may write there, else their own. */
export function writableSpace(actor: Actor, named: string | undefined): string {
  const access = actor.spaces.find(({ id }) => id === (named ?? actor.home));
  if (access === undefined || access.role === "reader") {
    // Only a key for spaces that its person may but read has such a home.
    throw named === undefined ? forbidden("This key opens only spaces that may be read") : notFound("space", named);
  }
  return access.id;
}

/** Every space the actor may change something in. */
export const writableSpaces = (actor: Actor): readonly string[] =>
  actor.spaces.filter(({ role }) => role !== "reader").map(({ id }) => id);

/** The spaces a question is about: the one named, if the actor may read it, else all they may read. */
export function readableSpaces(actor: Actor, named?: string): readonly string[] {
  if (named === undefined) return actor.spaces.map(({ id }) => id);
  const access = actor.spaces.find(({ id }) => id === named);
  if (access === undefined) throw notFound("space", named);
  return [access.id];
}
