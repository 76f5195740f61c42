import type { EventInput } from "../audit/index.ts";
import { requireElevated } from "../platform/http/require-elevated.ts";

/**
 * Where the text of notes and questions goes, and by whose key, is changed by somebody who has just shown who they are.
 * For changes of which only some are about that; the command line and the start have the files of this machine.
 */
export function requireProof({ actor }: Pick<EventInput, "actor">): void {
  if (actor) requireElevated(actor);
}
