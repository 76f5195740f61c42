import { ChatHistory, notFound, queryBool, queryInt } from "@khoj/contract";
import { z } from "zod";
import { del, get, post, type Route, redirect } from "../platform/http/route.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { toHistory } from "./read-history.ts";
import { forkShared, readShared, shareConversation, unshareConversation } from "./share-conversation.ts";
import { takeLast } from "./show-messages.ts";

const Slug = z.object({ public_conversation_slug: z.string() });

export const shareRoutes = (deps: ChatDeps): Route[] => [
  post(
    "/api/chat/share",
    {
      allow: "chat",
      // `references`: ours. Off, the copy has what was said and nothing of where it was found (W-11).
      query: z.object({ conversation_id: z.string(), references: queryBool().default(false) }),
    },
    async ({ actor, query, origin }) => {
      const { conversation_id: id, references: withReferences } = query;
      const slug = await shareConversation(deps, actor, { id, withReferences });
      return { status: "ok", url: `${origin}/share/chat/${slug}/` };
    },
  ),
  get(
    "/api/chat/share/history",
    { allow: "open", query: Slug.extend({ n: queryInt().optional() }), errors: "status", answer: ChatHistory },
    async ({ actor, query: { public_conversation_slug: slug, n } }) => {
      const shared = await readShared(deps, actor, slug);
      if (shared === undefined) throw notFound("Conversation:", slug);
      const { id, title: name, isOwner, messages } = shared;
      return toHistory({ id, name, isOwner }, takeLast(messages, n));
    },
  ),
  del("/api/chat/share", { allow: "chat", query: Slug }, async ({ actor, query }) => {
    await unshareConversation(deps, actor, query.public_conversation_slug);
    return redirect(301, "/chat");
  }),
  post("/api/chat/share/fork", { allow: "chat", query: Slug }, async ({ actor, query }) => ({
    status: "ok",
    next_url: "/chat",
    conversation_id: await forkShared(deps, actor, query.public_conversation_slug),
  })),
];
