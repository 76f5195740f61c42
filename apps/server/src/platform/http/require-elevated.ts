import { KhojError } from "@khoj/contract";
import type { Actor } from "../actor.ts";

/**
 * For routes of which only some uses are dangerous; the others say `elevated: true` beside their path. The one person of
 * anonymous mode has no factor to give: they sit at this machine.
 */
export function requireElevated(actor: Actor): void {
  if (actor.elevated || actor.via === "anonymous") return;
  throw new KhojError("forbidden", "This needs proof that it is you: give a factor again, then repeat it", {
    details: { needs: "elevation" },
  });
}
