import type { ServerResponse } from "node:http";
import type { Actor } from "../actor.ts";
import type { LiveConnections } from "../live-connections.ts";

/** Milliseconds an answer that has not begun still has when its actor has lost the right to it. */
const lastWords = 500;

/**
 * Keeps an answer among the live ones until it is sent. A stream is cut at once; an answer that has not begun may be the
 * one to the act that ended it (a sign-out, a deletion of the account), so it gets half a second.
 */
export function holdAnswer(live: LiveConnections, actor: Actor, response: ServerResponse): void {
  if (response.closed || response.destroyed) return;
  let timer: NodeJS.Timeout | undefined;
  const release = live.hold(actor, () => {
    if (response.headersSent) response.destroy();
    else timer ??= setTimeout(() => response.destroy(), lastWords);
  });
  response.once("close", () => {
    clearTimeout(timer);
    release();
  });
}
