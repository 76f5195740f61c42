import { notFound } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { findConversation, setSlug, setTitle } from "./conversation-store.ts";
import { readMessages } from "./message-store.ts";
import { nameOf } from "./name-conversation.ts";
import { ownerOf } from "./owner.ts";
import { titleByModel } from "./title-by-model.ts";
import { withdrawLost } from "./withdraw-lost.ts";

const longestTitle = 200;
/** One more than a conversation has that is still to be named. */
const looksAt = 5;

/** Gives a conversation the person's own name, or none when it is empty; false when there is no such conversation. */
export async function renameConversation(deps: ChatDeps, actor: Actor, id: string, title: string): Promise<boolean> {
  const owner = ownerOf(actor);
  const cut = title.trim().slice(0, longestTitle).toWellFormed();
  return deps.database.inSpaces([owner.spaceId], (sql) => setTitle(sql, owner, id, cut === "" ? undefined : cut));
}

/** The name a conversation has: the person's, else one by the model, else the one its first question gave it. */
export async function titleFor(deps: ChatDeps, actor: Actor, id: string): Promise<string> {
  const owner = ownerOf(actor);
  const { conversation, messages } = await deps.database.inSpaces([owner.spaceId], async (sql) => {
    const found = await findConversation(sql, owner, id);
    if (found === undefined) throw notFound("Conversation", id);
    return { conversation: found, messages: withdrawLost(await readMessages(sql, owner, found.id, looksAt), actor) };
  });
  if (conversation.title !== undefined) return conversation.title;
  const title = await titleByModel(deps, actor, messages);
  if (title === undefined) return nameOf(conversation);
  await deps.database.inSpaces([owner.spaceId], (sql) => setSlug(sql, owner, id, title));
  return title;
}
