import { notFound } from "@khoj/contract";
import type { Actor } from "./actor.ts";

/** The space a change goes to: the one named, if the actor may write there, else their own. */
export function writableSpace(actor: Actor, named: string | undefined): string {
  if (named === undefined) return actor.home;
  const access = actor.spaces.find(({ id }) => id === named);
  if (access === undefined || access.role === "reader") throw notFound("space", named);
  return access.id;
}

/** The spaces a question is about: the one named, if the actor may read it, else all they may read. */
export function readableSpaces(actor: Actor, named?: string): readonly string[] {
  if (named === undefined) return actor.spaces.map(({ id }) => id);
  const access = actor.spaces.find(({ id }) => id === named);
  if (access === undefined) throw notFound("space", named);
  return [access.id];
}
