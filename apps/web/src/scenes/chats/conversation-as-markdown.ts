import type { ChatMessage } from "@khoj/contract";
import { withSources } from "../ask/with-sources.ts";

/** A conversation as a note of its own: questions as headings, answers with their sources named. */
export function conversationAsMarkdown(title: string, messages: readonly ChatMessage[]): string {
  const parts = messages.map(({ by, message, context }) =>
    by === "you" ? `## ${message.replace(/\s+/g, " ").trim()}` : withSources(message, context),
  );
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}
