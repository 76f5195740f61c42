import type { Actor } from "../platform/actor.ts";

/** Whose conversations: rows are reached by space (row security) and by person, never by id alone. */
export interface Owner {
  readonly spaceId: string;
  readonly personId: string;
}

/** Conversations are private: they live in the person's own space, whichever spaces they are about. */
export const ownerOf = (actor: Actor): Owner => ({ spaceId: actor.home, personId: actor.personId });
