import { notFound } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { findConversation } from "./conversation-store.ts";
import { deleteTurn, readMessages } from "./message-store.ts";
import { ownerOf } from "./owner.ts";

/** Removes a question and its answer. Fine when the turn is gone already; not when the conversation is or has no messages. */
export async function removeTurn(deps: ChatDeps, actor: Actor, id: string, turnId: string): Promise<void> {
  const owner = ownerOf(actor);
  await deps.database.inSpaces([owner.spaceId], async (sql) => {
    const conversation = await findConversation(sql, owner, id);
    const messages = conversation ? await readMessages(sql, owner, conversation.id, 1) : [];
    if (conversation === undefined || messages.length === 0) throw notFound("Message", turnId);
    await deleteTurn(sql, owner, conversation.id, turnId);
  });
}
