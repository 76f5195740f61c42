import type { Actor } from "../platform/actor.ts";
import { asJson, type ExportPart } from "../platform/export-part.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { exportConversations } from "./read-history.ts";

const page = 20;

/** What the person asked and was answered, a conversation a file. */
export async function* exportOwn(deps: ChatDeps, actor: Actor): AsyncGenerator<ExportPart> {
  for (let offset = 0; ; offset += page) {
    const { conversations } = await exportConversations(deps, actor, { offset, limit: page });
    for (const [at, conversation] of conversations.entries()) {
      const number = String(offset + at + 1).padStart(5, "0");
      yield { path: `conversations/${number} ${conversation.title}.json`, content: asJson(conversation) };
    }
    if (conversations.length < page) return;
  }
}
