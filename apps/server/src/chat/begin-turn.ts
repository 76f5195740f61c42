import type { ChatRequest } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { v7 as newId, v4 as newTurnId } from "uuid";
import type { Actor } from "../platform/actor.ts";
import { readCommand } from "./answer/command.ts";
import type { ChatDeps } from "./chat-deps.ts";
import {
  type Conversation,
  findConversation,
  findConversationByTitle,
  findLatestConversation,
  insertConversation,
  takePositions,
} from "./conversation-store.ts";
import { deleteTurn, insertMessage, type Message, readMessages, readPinned } from "./message-store.ts";
import { nameFrom } from "./name-conversation.ts";
import { type Owner, ownerOf } from "./owner.ts";
import { withdrawLost } from "./withdraw-lost.ts";

/** A turn whose question is committed. */
export interface BegunTurn {
  readonly conversationId: string;
  readonly turnId: string;
  readonly position: number;
  /** Without its slash command. */
  readonly question: string;
  readonly fileFilters: readonly string[];
  /** The one space to stay within. */
  readonly space: string | undefined;
  /** The messages before, oldest first: the newest few, never the oldest (W-28). */
  readonly before: readonly Message[];
  /** What the person asked to be remembered in this conversation, however long ago; oldest first. */
  readonly pinned: readonly string[];
}

/** Messages that may be read again; what of them fits a model is chosen from the newest (W-28). */
const lookBack = 40;

/**
 * Finds or makes the conversation and commits the question. Answers what to tell the person when there is no such
 * conversation. A turn that is sent again (same id, same conversation) takes the place of its first try.
 */
export async function beginTurn(deps: ChatDeps, actor: Actor, request: ChatRequest): Promise<BegunTurn | string> {
  const owner = ownerOf(actor);
  const { question } = readCommand(request.q);
  const images = request.images ?? [];
  const files = request.files ?? [];
  const turnId = request.turn_id || newTurnId();
  return deps.database.inSpaces([owner.spaceId], async (sql) => {
    const conversation = await chooseConversation(sql, owner, request);
    const missing = `Conversation ${request.conversation_id || "None"} not found`;
    if (conversation === undefined) return missing;
    const space = conversation.about ?? request.space ?? undefined;
    const elsewhere = whyElsewhere(actor, conversation, request.space ?? undefined);
    if (elsewhere !== undefined) return elsewhere;
    const conversationId = conversation.id;
    const position = await takePositions(sql, owner, conversationId, nameFrom(question));
    if (position === undefined) return missing;
    await deleteTurn(sql, owner, conversationId, turnId);
    const before = withdrawLost(await readMessages(sql, owner, conversationId, lookBack), actor);
    const pinned = await readPinned(sql, owner, conversationId);
    const message = { conversationId, position, turnId, by: "you", text: question, state: "complete" } as const;
    await insertMessage(sql, owner, { ...message, details: { images, files } });
    return { conversationId, turnId, position, question, fileFilters: conversation.fileFilters, space, before, pinned };
  });
}

/** A conversation about one space is about no other: what was said of one must not mix with what is asked of another. */
function whyElsewhere({ spaces }: Actor, { about }: Conversation, asked: string | undefined): string | undefined {
  if (about === undefined) return undefined;
  if (!spaces.some(({ id }) => id === about))
    return "This conversation is about a space you are not a member of any more. Begin a new one.";
  if (asked !== undefined && asked !== about) return "This conversation is about another space. Begin a new one.";
  return undefined;
}

/** By id, by name, a new one, or the latest (wire.md §1.3.2). */
async function chooseConversation(sql: Sql, owner: Owner, request: ChatRequest): Promise<Conversation | undefined> {
  if (request.create_new) return createConversation(sql, owner, request.space ?? undefined);
  if (request.conversation_id) return findConversation(sql, owner, request.conversation_id);
  if (request.title) return findConversationByTitle(sql, owner, request.title);
  return latestConversation(sql, owner);
}

export const latestConversation = async (sql: Sql, owner: Owner): Promise<Conversation> =>
  (await findLatestConversation(sql, owner)) ?? (await createConversation(sql, owner));

/** A new conversation; `about` binds its answers to one space. */
export async function createConversation(sql: Sql, owner: Owner, about?: string): Promise<Conversation> {
  const id = newId();
  await insertConversation(sql, owner, id, { about });
  const now = new Date();
  return { id, title: undefined, slug: undefined, fileFilters: [], about, createdAt: now, updatedAt: now };
}
