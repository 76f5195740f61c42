import type { BinaryParser } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";
import { draftOfHtml, escapeHtml, joinCells } from "../office/as-html.ts";
import { readElements, textOfElement } from "../office/read-elements.ts";
import { unpack } from "../office/unpack.ts";

/** OpenDocument texts, presentations and spreadsheets: headings, lists, tables, notes, comments. */
export const parseOpenDocument: BinaryParser = async ({ bytes, fileName }, { limits }) => {
  const wanted = new Set(["content.xml", "meta.xml", "META-INF/manifest.xml"]);
  const files = unpack(bytes, (name) => wanted.has(name), limits);
  if (files.text("META-INF/manifest.xml")?.includes("encryption-data"))
    throw new UnreadableError("It is encrypted with a password; send it without one.");
  const content = files.text("content.xml");
  if (content === undefined) throw new UnreadableError("It is named as an OpenDocument, but there is none in it.");
  return draftOfHtml(joinCells(toHtml(content)), { fileName, title: textOfElement(files.text("meta.xml"), "title") });
};

const tags: Readonly<Record<string, string>> = {
  p: "p",
  list: "ul",
  "list-item": "li",
  "list-header": "li",
  table: "table",
  "table-row": "tr",
  "table-cell": "td",
  page: "section",
};
/** Not seen by a reader, or said twice: fields of the author's name, the tracked past. */
const unseen = new Set([
  "tracked-changes",
  "annotation-end",
  "creator",
  "date",
  "scripts",
  "font-face-decls",
  "styles",
]);
/** They stand within a sentence, as paragraphs of their own. */
const notes = new Set(["note", "annotation"]);
const mostRepeated = 50;

function toHtml(content: string): string {
  const pieces: string[] = [];
  let level = 1;
  let opened: number | undefined;
  let hidden = 0;
  let inNotes = 0;
  let isBody = false;
  readElements(content, {
    opened(name) {
      if (name === "body") isBody = true;
      if (!isBody) return;
      if (unseen.has(name)) hidden += 1;
      else if (name === "h") {
        level = 1;
        opened = pieces.push("") - 1;
      } else if (notes.has(name)) {
        inNotes += 1;
        pieces.push("<span> (");
      } else if (name === "p" && inNotes > 0) pieces.push(" ");
      else if (name === "line-break") pieces.push("<br>");
      else if (name === "tab" || name === "s") pieces.push(" ");
      else if (tags[name] !== undefined) pieces.push(`<${tags[name]}>`);
    },
    attribute(element, name, value) {
      if (!isBody || hidden > 0) return;
      if (element === "h" && name === "text:outline-level") level = Math.min(6, Math.max(1, Number(value) || 1));
      if (element === "table" && name === "table:name" && !/^Table\s?\d*$/i.test(value))
        pieces.push(`<caption>${escapeHtml(value)}</caption>`);
      if (element === "s" && name === "text:c") pieces.push(" ".repeat(Math.min(mostRepeated, Number(value) || 0)));
    },
    closed(name) {
      if (!isBody) return;
      if (unseen.has(name)) hidden = Math.max(0, hidden - 1);
      else if (name === "h" && opened !== undefined) {
        // A heading's level is known only after it was opened, by its attribute.
        pieces[opened] = `<h${level}>`;
        pieces.push(`</h${level}>`);
        opened = undefined;
      } else if (notes.has(name)) {
        inNotes = Math.max(0, inNotes - 1);
        pieces.push(")</span>");
      } else if (name === "p" && inNotes > 0) pieces.push(" ");
      else if (tags[name] !== undefined) pieces.push(`</${tags[name]}>`);
    },
    text(text) {
      if (isBody && hidden === 0) pieces.push(escapeHtml(text));
    },
  });
  return pieces.join("");
}
