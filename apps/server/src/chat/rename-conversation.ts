import { notFound } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { findConversation, setTitle } from "./conversation-store.ts";
import { nameOf } from "./name-conversation.ts";
import { ownerOf } from "./owner.ts";

const longestTitle = 200;

/** Gives a conversation the person's own name, or none when it is empty; false when there is no such conversation. */
export async function renameConversation(deps: ChatDeps, actor: Actor, id: string, title: string): Promise<boolean> {
  const owner = ownerOf(actor);
  const cut = title.trim().slice(0, longestTitle).toWellFormed();
  return deps.database.inSpaces([owner.spaceId], (sql) => setTitle(sql, owner, id, cut === "" ? undefined : cut));
}

/** The name a conversation has: the person's, else the one its first question gave it. */
export async function titleFor(deps: ChatDeps, actor: Actor, id: string): Promise<string> {
  const owner = ownerOf(actor);
  const conversation = await deps.database.inSpaces([owner.spaceId], (sql) => findConversation(sql, owner, id));
  if (conversation === undefined) throw notFound("Conversation", id);
  return nameOf(conversation);
}
