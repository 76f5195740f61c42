import type { EventInput } from "../audit/index.ts";
import type { From } from "../platform/actor.ts";
import type { LimitRule } from "../platform/limits/limits.ts";
import { networkOf } from "../platform/limits/network-of.ts";
import type { SignInDeps } from "./signin-deps.ts";

/** Refusals that are kept of one network where nothing else limits how often it may try. */
export const refusalsKept: LimitRule = { name: "sign-in-refusals-kept", most: 60, seconds: 3600 };

/**
 * Keeps that somebody was refused who showed nothing that is known. Nobody is refused more for having been refused: a
 * good link of the same network goes on working. But no event is ever taken away, so that anybody could fill the disk.
 */
export async function keepRefusal(
  { events, limits }: Pick<SignInDeps, "events" | "limits">,
  event: Omit<EventInput, "outcome"> & { readonly from: From },
): Promise<void> {
  if (!(await limits.take(refusalsKept, networkOf(event.from.address)))) return;
  await events.record({ ...event, outcome: "refused" });
}
