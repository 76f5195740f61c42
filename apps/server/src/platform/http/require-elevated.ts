import { KhojError } from "@khoj/contract";
import type { Actor } from "../actor.ts";

/** For routes of which only some uses are dangerous; the others say `elevated: true` beside their path. */
export function requireElevated(actor: Actor): void {
  if (actor.elevated) return;
  throw new KhojError("forbidden", "This needs proof that it is you: give a factor again, then repeat it", {
    details: { needs: "elevation" },
  });
}
