import { randomBytes } from "node:crypto";
import { type ChatMessage, notFound } from "@khoj/contract";
import { v7 as newId } from "uuid";
import type { Actor } from "../platform/actor.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { findConversation, insertConversation } from "./conversation-store.ts";
import { insertMessage, readMessages } from "./message-store.ts";
import { nameOf } from "./name-conversation.ts";
import { ownerOf } from "./owner.ts";
import { deleteShare, findShare, findShareLink, insertShare, type Share } from "./share-store.ts";
import { showMessages } from "./show-messages.ts";
import { withdrawLost } from "./withdraw-lost.ts";

/** Copies a conversation to a public address; answers the address' last part. Unguessable: 128 random bits. */
export async function shareConversation(
  deps: ChatDeps,
  actor: Actor,
  { id, withReferences }: { readonly id: string; readonly withReferences: boolean },
): Promise<string> {
  const owner = ownerOf(actor);
  return deps.database.inSpaces([owner.spaceId], async (sql) => {
    const conversation = await findConversation(sql, owner, id);
    if (conversation === undefined) throw notFound("Conversation", id);
    const messages = showMessages(withdrawLost(await readMessages(sql, owner, conversation.id), actor), () => false);
    const quotedSpaces = new Set(messages.flatMap(({ context }) => context.flatMap(({ space }) => space ?? [])));
    const title = nameOf(conversation);
    const slug = `${slugWords(title)}${randomBytes(16).toString("hex")}`;
    await insertShare(sql, owner, {
      id: newId(),
      conversationId: conversation.id,
      slug,
      title,
      messages: withReferences ? messages.map(withoutLinks) : messages.map(withoutReferences),
      quotedSpaces: [...quotedSpaces],
    });
    return slug;
  });
}

export interface SharedConversation extends Share {
  readonly isOwner: boolean;
}

/** What lies at a public address, for whoever asks. */
export async function readShared(
  deps: ChatDeps,
  actor: Actor | undefined,
  slug: string,
): Promise<SharedConversation | undefined> {
  const link = await deps.database.transaction((sql) => findShareLink(sql, slug));
  if (link === undefined) return undefined;
  const share = await deps.database.inSpaces([link.spaceId], (sql) => findShare(sql, link.spaceId, link.shareId));
  return share && { ...share, isOwner: share.personId === actor?.personId };
}

export async function unshareConversation(deps: ChatDeps, actor: Actor, slug: string): Promise<void> {
  const owner = ownerOf(actor);
  const link = await deps.database.transaction((sql) => findShareLink(sql, slug));
  const gone =
    link?.spaceId === owner.spaceId &&
    (await deps.database.inSpaces([owner.spaceId], (sql) => deleteShare(sql, owner, link.shareId)));
  if (!gone) throw notFound("Shared conversation", slug);
}

/** A conversation of one's own that begins with what was shared, and has no more of it than was. */
export async function forkShared(deps: ChatDeps, actor: Actor, slug: string): Promise<string> {
  const shared = await readShared(deps, actor, slug);
  if (shared === undefined) throw notFound("Shared conversation", slug);
  const owner = ownerOf(actor);
  const id = newId();
  await deps.database.inSpaces([owner.spaceId], async (sql) => {
    await insertConversation(sql, owner, id, { title: shared.title, nextPosition: shared.messages.length });
    for (const [position, { by, message, turnId, context, intent }] of shared.messages.entries()) {
      const details = { context, question: intent?.query ?? "", queries: intent?.inferred_queries ?? [] };
      const copy = { conversationId: id, position, turnId, by, text: message, state: "complete" } as const;
      await insertMessage(sql, owner, { ...copy, details: by === "you" ? {} : details });
    }
  });
  return id;
}

const slugWords = (title: string): string => {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  return words === "" ? "" : `${words}-`;
};

/** The line under a quote that says where it stands; quoted text itself always begins with `>`. */
const sourceLine = /^\*\*\[(\d+)\]\*\* .*$/gm;
/** A way into the owner's notes, which a visitor does not have. */
const noteLink = /\[([^\]\n]*)\]\(\/\?open=[^)\s]*\)/g;

/** Only what was said: no passages, searches, steps or attachments, and not which note a quote is from (W-11). */
const withoutReferences = (message: ChatMessage): ChatMessage => ({
  ...message,
  message:
    message.by === "khoj"
      ? message.message.replace(sourceLine, "**[$1]** from a note").replace(noteLink, "in a note")
      : message.message,
  context: [],
  marks: undefined,
  trainOfThought: [],
  images: [],
  queryFiles: null,
  intent: message.intent && {
    ...message.intent,
    memory_type: null,
    "memory-type": null,
    inferred_queries: null,
    "inferred-queries": null,
  },
});

/** The names of notes stay, for who asked that they do; what leads into them does not. */
const withoutLinks = (message: ChatMessage): ChatMessage => ({
  ...message,
  marks: undefined,
  message: message.by === "khoj" ? message.message.replace(noteLink, "$1") : message.message,
});
