import type { Mail } from "./mailer.ts";

/** The one template: the words as they are, the link as a button and in full; no picture, nothing fetched. */
export function renderMail({ text, link }: Pick<Mail, "text" | "link">): {
  readonly text: string;
  readonly html: string;
} {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll("\n", "<br>")}</p>`);
  const follow =
    link === undefined
      ? ""
      : `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:10px 18px;background:#1f2937;color:#ffffff;` +
        `border-radius:6px;text-decoration:none">Open</a></p><p>${escapeHtml(link)}</p>`;
  return {
    text: link === undefined ? text : `${text}\n\n${link}\n`,
    html:
      '<!doctype html><html lang="en"><head><meta charset="utf-8"></head>' +
      `<body style="font-family:sans-serif;line-height:1.5;max-width:36em">${follow}${paragraphs.join("")}</body></html>`,
  };
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
