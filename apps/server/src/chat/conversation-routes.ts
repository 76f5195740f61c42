import {
  badRequest,
  ChatExport,
  ChatFeedback,
  ChatHistory,
  ChatSession,
  defaultAgent,
  plainText,
  queryBool,
  queryInt,
  TrashedConversation,
} from "@khoj/contract";
import { v7 as newId } from "uuid";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { del, get, patch, post, Reply, type Route } from "../platform/http/route.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import { commandDescriptions } from "./answer/command.ts";
import { createConversation } from "./begin-turn.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { countConversations, listConversations } from "./conversation-store.ts";
import { insertFeedback } from "./feedback-store.ts";
import { changeFileFilters, readFileFilters } from "./file-filters.ts";
import { nameOf } from "./name-conversation.ts";
import { ownerOf } from "./owner.ts";
import { exportConversations, readHistory } from "./read-history.ts";
import { removeTurn } from "./remove-turn.ts";
import { renameConversation, titleFor } from "./rename-conversation.ts";
import { wireTime } from "./show-messages.ts";
import { QuestionSuggester } from "./suggest-questions.ts";
import { emptyTrash, listTrash, restoreConversations, trashConversations } from "./trash-store.ts";

const ConversationId = z.object({ conversation_id: z.string() });
const MaybeConversationId = z.object({ conversation_id: z.string().optional() });

export const conversationRoutes = (deps: ChatDeps): Route[] => {
  const suggester = new QuestionSuggester(deps);
  return [...ofConversations(deps), ...starterRoutes(suggester)];
};

const starterRoutes = (suggester: QuestionSuggester): Route[] => [
  get("/api/chat/starters", { allow: "chat" }, ({ actor }) => suggester.suggest(actor)),
];

const ofConversations = (deps: ChatDeps): Route[] => [
  ...sessionRoutes(deps),
  ...historyRoutes(deps),
  ...trashRoutes(deps),
  ...fileFilterRoutes(deps),
  get("/api/chat/options", { allow: "open" }, () => commandDescriptions),
  post("/api/chat/feedback", { allow: "chat", body: ChatFeedback }, async ({ actor, body }) => {
    await inOwn(deps, actor, (sql, owner) => insertFeedback(sql, owner, newId(), body));
    return null;
  }),
];

const inOwn = <Result>(
  deps: ChatDeps,
  actor: Actor,
  work: (sql: Parameters<typeof listConversations>[0], owner: ReturnType<typeof ownerOf>) => Promise<Result>,
): Promise<Result> => deps.database.inSpaces([actor.home], (sql) => work(sql, ownerOf(actor)));

const sessionRoutes = (deps: ChatDeps): Route[] => [
  get("/api/chat/stats", { allow: "chat" }, async ({ actor }) => ({
    num_conversations: await inOwn(deps, actor, countConversations),
  })),
  get(
    "/api/chat/sessions",
    { allow: "chat", query: z.object({ recent: queryBool().default(false) }), answer: z.array(ChatSession) },
    async ({ actor, query }): Promise<readonly ChatSession[]> => {
      const limit = query.recent ? 8 : undefined;
      const conversations = await inOwn(deps, actor, (sql, owner) => listConversations(sql, owner, { limit }));
      return conversations.map((conversation) => ({
        conversation_id: conversation.id,
        slug: nameOf(conversation),
        agent_name: defaultAgent.name,
        created: wireTime(conversation.createdAt),
        updated: wireTime(conversation.updatedAt),
        agent_icon: defaultAgent.icon,
        agent_color: defaultAgent.color,
        agent_is_hidden: defaultAgent.is_hidden,
        ...(conversation.about !== undefined && { space: conversation.about }),
      }));
    },
  ),
  post(
    "/api/chat/sessions",
    { allow: "chat", query: z.object({ agent_slug: z.string().optional(), space: z.uuid().optional() }) },
    async ({ actor, query: { agent_slug: slug, space } }) => {
      if (slug && slug !== defaultAgent.slug)
        throw badRequest(`No agent is called ${slug}: leave agent_slug out, or take one of GET /api/agents`);
      if (space !== undefined) readableSpaces(actor, space);
      const { id } = await inOwn(deps, actor, (sql, owner) => createConversation(sql, owner, space));
      return { conversation_id: id };
    },
  ),
];

const historyRoutes = (deps: ChatDeps): Route[] => [
  get(
    "/api/chat/history",
    {
      allow: "chat",
      query: MaybeConversationId.extend({ n: queryInt().optional() }),
      errors: "status",
      answer: ChatHistory,
    },
    ({ actor, query }) => readHistory(deps, actor, { id: query.conversation_id, n: query.n }),
  ),
  del("/api/chat/history", { allow: "chat", query: MaybeConversationId }, async ({ actor, query }) => {
    await inOwn(deps, actor, (sql, owner) => trashConversations(sql, owner, query.conversation_id || undefined));
    return { status: "ok", message: "Conversation history cleared" };
  }),
  get(
    "/api/chat/export",
    {
      allow: "chat",
      query: z.object({ offset: queryInt({ min: 0 }).default(0), limit: queryInt({ min: 1, max: 100 }).default(10) }),
      answer: ChatExport,
    },
    async ({ actor, query }) => {
      const { conversations, total } = await exportConversations(deps, actor, query);
      return new Reply(200, conversations, { "x-khoj-total": String(total) });
    },
  ),
  patch(
    "/api/chat/title",
    { allow: "chat", query: z.object({ title: plainText(), conversation_id: z.string().default("") }) },
    async ({ actor, query }) => ({
      status: "ok",
      success: await renameConversation(deps, actor, query.conversation_id, query.title),
    }),
  ),
  post("/api/chat/title", { allow: "chat", query: ConversationId }, async ({ actor, query }) => ({
    status: "ok",
    title: await titleFor(deps, actor, query.conversation_id),
  })),
  del(
    "/api/chat/conversation/message",
    { allow: "chat", body: ConversationId.extend({ turn_id: plainText() }), errors: "status" },
    async ({ actor, body }) => {
      await removeTurn(deps, actor, body.conversation_id, body.turn_id);
      return { status: "ok" };
    },
  ),
];

/** Ours: what was deleted can be had back for seven days (ours.md §4). */
const trashRoutes = (deps: ChatDeps): Route[] => [
  get(
    "/api/chat/trash",
    { allow: "chat", strict: true, answer: z.array(TrashedConversation) },
    async ({ actor }): Promise<readonly TrashedConversation[]> =>
      (await inOwn(deps, actor, listTrash)).map((one) => ({
        conversation_id: one.id,
        slug: nameOf({ title: one.name, slug: undefined }),
        messages: one.messages,
        deleted: wireTime(one.trashedAt),
        expires: wireTime(one.expiresAt),
      })),
  ),
  post(
    "/api/chat/trash",
    { allow: "chat", strict: true, body: MaybeConversationId, summary: "Restores one conversation, or all" },
    async ({ actor, body }) => ({
      status: "ok",
      restored: await inOwn(deps, actor, (sql, owner) => restoreConversations(sql, owner, body.conversation_id)),
    }),
  ),
  del(
    "/api/chat/trash",
    { allow: "chat", strict: true, query: MaybeConversationId, summary: "Removes for good" },
    async ({ actor, query }) => ({
      status: "ok",
      removed: await inOwn(deps, actor, (sql, owner) => emptyTrash(sql, owner, query.conversation_id)),
    }),
  ),
];

const OneFile = z.object({ filename: z.string(), conversation_id: z.string() });
const ManyFiles = z.object({ filenames: z.array(z.string()), conversation_id: z.string() });
const filters = "/api/chat/conversation/file-filters";

const fileFilterRoutes = (deps: ChatDeps): Route[] => [
  get(`${filters}/:conversation_id`, { allow: "chat", params: ConversationId, errors: "status" }, ({ actor, params }) =>
    readFileFilters(deps, actor, params.conversation_id),
  ),
  post(`${filters}/bulk`, { allow: "chat", body: ManyFiles }, ({ actor, body }) =>
    changeFileFilters(deps, actor, { id: body.conversation_id, add: body.filenames }),
  ),
  del(`${filters}/bulk`, { allow: "chat", body: ManyFiles }, ({ actor, body }) =>
    changeFileFilters(deps, actor, { id: body.conversation_id, remove: body.filenames }),
  ),
  post(filters, { allow: "chat", body: OneFile }, ({ actor, body }) =>
    changeFileFilters(deps, actor, { id: body.conversation_id, add: [body.filename] }),
  ),
  del(filters, { allow: "chat", body: OneFile }, ({ actor, body }) =>
    changeFileFilters(deps, actor, { id: body.conversation_id, remove: [body.filename] }),
  ),
];
