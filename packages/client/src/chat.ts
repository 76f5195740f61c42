import { type ChatEvent, type ChatExport, type ChatSession, KhojError, type TrashedConversation } from "@khoj/contract";
import type { Conversation } from "./answers.ts";
import { ask, type Connection, send } from "./connection.ts";
import { readEvents } from "./event-stream.ts";

export interface Question {
  readonly text: string;
  /** Absent with `createNew`: a conversation of its own. */
  readonly conversationId?: string | undefined;
  readonly createNew?: boolean;
  readonly turnId?: string | undefined;
  /** A new conversation about one space only. */
  readonly space?: string | undefined;
  /** Pictures as data addresses, for models that see. */
  readonly images?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ChatClient {
  /** The events of one answer. Ends after `end_response`; throws when the stream breaks before it. */
  ask(question: Question): AsyncGenerator<ChatEvent>;
  /** Ends an answer that is being made; what there is of it is kept. Leaving its stream does not end it. */
  stop(conversationId: string, turnId: string): Promise<void>;
  sessions(signal?: AbortSignal): Promise<readonly ChatSession[]>;
  start(): Promise<string>;
  history(conversationId: string, signal?: AbortSignal): Promise<Conversation>;
  sharedHistory(slug: string, signal?: AbortSignal): Promise<Conversation>;
  rename(conversationId: string, title: string): Promise<void>;
  /** Lets the server name the conversation; answers the name. */
  nameFor(conversationId: string): Promise<string>;
  remove(conversationId: string): Promise<void>;
  export(page: { readonly offset: number; readonly limit: number }, signal?: AbortSignal): Promise<ChatExport>;
  removeTurn(conversationId: string, turnId: string): Promise<void>;
  /** Questions to begin with, made from the newest notes. */
  starters(signal?: AbortSignal): Promise<readonly string[]>;
  trash(signal?: AbortSignal): Promise<readonly TrashedConversation[]>;
  restore(conversationId: string): Promise<void>;
  /** Removes every deleted conversation for good. */
  emptyTrash(): Promise<void>;
  /** Answers the address. `references`: with the passages the answers rest on. */
  share(conversationId: string, options?: { readonly references?: boolean }): Promise<string>;
  unshare(slug: string): Promise<void>;
  fork(slug: string): Promise<string>;
}

export function chatClient(connection: Connection): ChatClient {
  const client = connection.client;
  const history = async (path: string, query: Record<string, string>, signal?: AbortSignal) =>
    (await ask<{ response: Conversation }>(connection, path, { query, signal })).response;
  return {
    ask: (question) => streamAnswer(connection, question),
    async stop(conversationId, turnId) {
      const json = { conversation_id: conversationId, turn_id: turnId };
      await send(connection, "/api/chat/stop", { method: "POST", json });
    },
    sessions: (signal) => ask(connection, "/api/chat/sessions", { query: { client }, signal }),
    start: async () =>
      (await ask<{ conversation_id: string }>(connection, "/api/chat/sessions", { method: "POST", query: { client } }))
        .conversation_id,
    history: (conversationId, signal) =>
      history("/api/chat/history", { client, conversation_id: conversationId }, signal),
    sharedHistory: (slug, signal) => history("/api/chat/share/history", { public_conversation_slug: slug }, signal),
    async rename(conversationId, title) {
      const query = { conversation_id: conversationId, title, client };
      await send(connection, "/api/chat/title", { method: "PATCH", query });
    },
    nameFor: async (conversationId) =>
      (
        await ask<{ title: string }>(connection, "/api/chat/title", {
          method: "POST",
          query: { conversation_id: conversationId, client },
        })
      ).title,
    async remove(conversationId) {
      const query = { client, conversation_id: conversationId };
      await send(connection, "/api/chat/history", { method: "DELETE", query });
    },
    export: ({ offset, limit }, signal) => ask(connection, "/api/chat/export", { query: { offset, limit }, signal }),
    async removeTurn(conversationId, turnId) {
      const json = { conversation_id: conversationId, turn_id: turnId };
      await send(connection, "/api/chat/conversation/message", { method: "DELETE", json });
    },
    starters: (signal) => ask(connection, "/api/chat/starters", { query: { client }, signal }),
    trash: (signal) => ask(connection, "/api/chat/trash", { signal }),
    async restore(conversationId) {
      await send(connection, "/api/chat/trash", { method: "POST", json: { conversation_id: conversationId } });
    },
    async emptyTrash() {
      await send(connection, "/api/chat/trash", { method: "DELETE" });
    },
    share: async (conversationId, { references = false } = {}) =>
      (
        await ask<{ url: string }>(connection, "/api/chat/share", {
          method: "POST",
          query: { conversation_id: conversationId, references },
        })
      ).url,
    async unshare(slug) {
      const query = { public_conversation_slug: slug };
      await send(connection, "/api/chat/share", { method: "DELETE", query, redirectIsDone: true });
    },
    fork: async (slug) =>
      (
        await ask<{ conversation_id: string }>(connection, "/api/chat/share/fork", {
          method: "POST",
          query: { public_conversation_slug: slug },
        })
      ).conversation_id,
  };
}

async function* streamAnswer(connection: Connection, question: Question): AsyncGenerator<ChatEvent> {
  const response = await send(connection, "/api/chat", {
    method: "POST",
    query: { client: connection.client },
    json: {
      q: question.text,
      stream: true,
      conversation_id: question.conversationId,
      create_new: question.createNew,
      turn_id: question.turnId,
      space: question.space,
      images: question.images,
      marks: true,
      timezone: connection.timeZone,
    },
    signal: question.signal,
  });
  if (response.body === null) throw brokenAnswer();
  let complete = false;
  try {
    for await (const event of readEvents(response.body)) {
      yield event;
      complete ||= event.type === "end_response";
    }
  } catch (cause) {
    question.signal?.throwIfAborted();
    throw brokenAnswer(cause);
  }
  if (!complete) throw brokenAnswer();
}

const brokenAnswer = (cause?: unknown): KhojError =>
  new KhojError("unavailable", "The answer stopped before its end. What arrived is kept; ask again for the rest.", {
    cause,
  });
