import type { ContextItem } from "@khoj/contract";

/** An answer as one pastes it elsewhere: its citations as plain numbers, and the passages they name below. */
export function withSources(text: string, context: readonly ContextItem[]): string {
  const plain = text.replace(/\[(\d{1,2})\]\(\/\?[^)\s]*\)/g, "[$1]").trim();
  if (context.length === 0) return plain;
  const sources = context.map(({ file, line, page }, index) => {
    const where = page !== undefined ? `, page ${page}` : line !== undefined ? `, line ${line}` : "";
    return `${index + 1}. ${file}${where}`;
  });
  return `${plain}\n\nSources:\n\n${sources.join("\n")}`;
}
