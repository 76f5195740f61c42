import type { ChatMessage } from "@khoj/contract";

/** A conversation as a note of its own: questions as headings, answers with their sources named. */
export function conversationAsMarkdown(title: string, messages: readonly ChatMessage[]): string {
  const parts = messages.map(({ by, message, context }) => {
    if (by === "you") return `## ${message.replace(/\s+/g, " ").trim()}`;
    const sources = context.map(
      ({ file, line }, index) => `${index + 1}. ${file}${line === undefined ? "" : `, line ${line}`}`,
    );
    return [message.trim(), ...(sources.length === 0 ? [] : [`Sources:\n\n${sources.join("\n")}`])].join("\n\n");
  });
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}
