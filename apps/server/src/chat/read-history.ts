import { type ChatExport, type ChatHistory, type ChatMessage, defaultAgent, notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { Actor } from "../platform/actor.ts";
import { latestConversation } from "./begin-turn.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { type Conversation, countConversations, findConversation, pageConversations } from "./conversation-store.ts";
import { readMessages } from "./message-store.ts";
import { nameOf } from "./name-conversation.ts";
import { ownerOf } from "./owner.ts";
import { showMessages, takeLast, wireTime } from "./show-messages.ts";
import { withdrawLost } from "./withdraw-lost.ts";

/** One conversation; without an id the latest, made when there is none (wire.md §1.3.1). */
export async function readHistory(
  deps: ChatDeps,
  actor: Actor,
  { id, n }: { readonly id: string | undefined; readonly n: number | undefined },
): Promise<ChatHistory> {
  const owner = ownerOf(actor);
  return deps.database.inSpaces([owner.spaceId], async (sql) => {
    const conversation = id ? await findConversation(sql, owner, id) : await latestConversation(sql, owner);
    if (conversation === undefined) throw notFound("Conversation:", id ?? "");
    // An unanswered question is shown with an answer that says so, hence one message more at most is dropped again.
    const messages = await shownMessages(deps, sql, actor, conversation, n !== undefined && n > 0 ? n : undefined);
    return toHistory({ id: conversation.id, name: nameOf(conversation), isOwner: true }, takeLast(messages, n));
  });
}

export function toHistory(
  { id, name, isOwner }: { readonly id: string; readonly name: string; readonly isOwner: boolean },
  messages: readonly ChatMessage[],
): ChatHistory {
  return {
    status: "ok",
    response: {
      ...(messages.length > 0 && { chat: [...messages] }),
      conversation_id: id,
      slug: name,
      agent: defaultAgent,
      is_owner: isOwner,
    },
  };
}

/** A page of everything the person said and was told, oldest pages last; `total` lets a reader check that it has all. */
export async function exportConversations(
  deps: ChatDeps,
  actor: Actor,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly conversations: ChatExport; readonly total: number }> {
  const owner = ownerOf(actor);
  return deps.database.inSpaces([owner.spaceId], async (sql) => {
    const conversations: ChatExport = [];
    for (const conversation of await pageConversations(sql, owner, page)) {
      conversations.push({
        title: nameOf(conversation),
        agent: defaultAgent.name,
        created_at: wireTime(conversation.createdAt),
        updated_at: wireTime(conversation.updatedAt),
        conversation_log: { chat: [...(await shownMessages(deps, sql, actor, conversation))] },
        file_filters: [...conversation.fileFilters],
      });
    }
    return { conversations, total: await countConversations(sql, owner) };
  });
}

async function shownMessages(
  deps: ChatDeps,
  sql: Sql,
  actor: Actor,
  conversation: Conversation,
  last?: number,
): Promise<readonly ChatMessage[]> {
  const messages = withdrawLost(await readMessages(sql, ownerOf(actor), conversation.id, last), actor);
  return showMessages(messages, (turnId) => deps.running.has(conversation.id, turnId));
}
