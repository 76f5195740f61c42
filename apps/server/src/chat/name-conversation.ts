import { withoutSystemText } from "./answer/read-question.ts";
import type { Conversation } from "./conversation-store.ts";

/** What a conversation without a name is shown as. Never null: Obsidian's list breaks on it (W-62). */
const unnamed = "New conversation";

export const nameOf = (conversation: Pick<Conversation, "title" | "slug">): string =>
  conversation.title ?? conversation.slug ?? unnamed;

const longest = 60;

/** A name made of the first question: its beginning, cut at a word's end. */
export function nameFrom(question: string): string {
  const words = withoutSystemText(question).replace(/\s+/gu, " ").trim();
  if (words.length <= longest) return words || unnamed;
  const cut = words.slice(0, longest + 1);
  const lastSpace = cut.lastIndexOf(" ");
  const kept = lastSpace > longest / 2 ? cut.slice(0, lastSpace) : words.slice(0, longest);
  return `${kept.toWellFormed().replace(/[\s,;:.\-–—\uFFFD]+$/u, "")}…`;
}
