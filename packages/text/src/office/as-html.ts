import { parseHtml } from "../parse/html.ts";
import type { Draft } from "../parser.ts";

/** Text as it stands in HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Cells hold paragraphs, and a row is read as one line. */
export function joinCells(html: string): string {
  let isCell = false;
  return html.replaceAll(/<(\/?)(t[dh]|p)(?:\s[^>]*)?>/g, (tag: string, slash: string, name: string) => {
    if (name === "p") return isCell ? " " : tag;
    isCell = slash === "";
    return tag;
  });
}

/** What a format was turned into HTML for: its blocks, headings and tables, with what could not be read. */
export function draftOfHtml(
  html: string,
  { fileName, title, missing = [] }: { fileName: string; title: string | undefined; missing?: readonly string[] },
): Draft {
  const draft = parseHtml({ text: html, fileName });
  return { ...draft, title: title?.trim() || draft.title, missing: [...draft.missing, ...missing] };
}
