import { notFound } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { type Conversation, findConversation, setFileFilters } from "./conversation-store.ts";
import { ownerOf } from "./owner.ts";

/** The files a conversation is kept to, those that are gone left out. */
export async function readFileFilters(deps: ChatDeps, actor: Actor, id: string): Promise<readonly string[]> {
  const conversation = await find(deps, actor, id);
  if (conversation === undefined) throw notFound("Conversation", id);
  return stillThere(deps, actor, conversation.fileFilters);
}

export interface FilterChange {
  readonly id: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** Adds files that exist and takes others away; answers what it is kept to now. Nothing, for an unknown conversation. */
export async function changeFileFilters(
  deps: ChatDeps,
  actor: Actor,
  { id, add = [], remove = [] }: FilterChange,
): Promise<readonly string[]> {
  const owner = ownerOf(actor);
  const added = await stillThere(deps, actor, add);
  const filters = await deps.database.inSpaces([owner.spaceId], async (sql) => {
    const conversation = await findConversation(sql, owner, id);
    if (conversation === undefined) return [];
    const kept = [...new Set([...conversation.fileFilters, ...added])].filter((name) => !remove.includes(name));
    await setFileFilters(sql, owner, conversation.id, kept);
    return kept;
  });
  return stillThere(deps, actor, filters);
}

async function find(deps: ChatDeps, actor: Actor, id: string): Promise<Conversation | undefined> {
  const owner = ownerOf(actor);
  return deps.database.inSpaces([owner.spaceId], (sql) => findConversation(sql, owner, id));
}

async function stillThere(deps: ChatDeps, actor: Actor, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const known = new Set(await deps.library.names(readableSpaces(actor), "computer"));
  return names.filter((name) => known.has(name));
}
