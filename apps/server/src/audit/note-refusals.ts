import type { Actor, From } from "../platform/actor.ts";
import type { Logger } from "../platform/log.ts";
import { OncePerMinute } from "../platform/once-per-minute.ts";
import type { Events } from "./events.ts";

export interface Refusal {
  readonly actor: Actor;
  /** The route as it is declared, such as `DELETE /api/spaces/:id`: never what was put in it. */
  readonly route: string;
  /** What was missing: a right, a factor. */
  readonly needs: string;
  readonly from: From;
}

/**
 * Keeps that somebody who is known asked for what they may not do: once a minute for each credential and route, so that
 * a program that asks again and again fills no table. Beside the answer: nobody waits for it.
 */
export function noteRefusals(events: Events, log: Logger): (refusal: Refusal) => void {
  const told = new OncePerMinute();
  return ({ actor, route, needs, from }) => {
    if (!told.first(`${actor.credentialId} ${route}`)) return;
    events
      .record({
        kind: "access.refused",
        outcome: "refused",
        actor,
        from,
        target: { kind: "route", id: route },
        facts: { needs },
      })
      .catch((error: unknown) => log.error({ error }, "a refusal could not be kept as an event"));
  };
}
