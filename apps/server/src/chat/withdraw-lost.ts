import type { Actor } from "../platform/actor.ts";
import type { Message } from "./message-store.ts";

const withdrawn = "*This answer quoted notes of a space you are not a member of any more.*";

/**
 * Messages as the actor may see them now: an answer that quotes a space they have left is withdrawn with its passages,
 * and there again when they are back. What an answer says cannot be told apart from what it quotes, so all of it goes.
 */
export function withdrawLost(messages: readonly Message[], { spaces }: Pick<Actor, "spaces">): readonly Message[] {
  const readable = new Set(spaces.map(({ id }) => id));
  return messages.map((message) => {
    const context = message.details.context ?? [];
    const kept = context.filter(({ space }) => space === undefined || readable.has(space));
    if (kept.length === context.length) return message;
    return {
      ...message,
      text: withdrawn,
      details: { ...message.details, context: kept, thoughts: "", marks: undefined },
    };
  });
}
