import type { BlockContent, ListItem, Nodes, Root, TableRow } from "mdast";
import { asMdast, type Span } from "./nodes.ts";
import { parseOrgInline } from "./parse-org-inline.ts";

/** Org as the same tree as Markdown, with positions, for reading: what it does not know stays a paragraph of text. */
export function parseOrg(text: string): Root {
  const lines = linesOf(text);
  const children: Nodes[] = [];
  let at = 0;
  while (at < lines.length) {
    const [node, next] = readBlock(lines, at);
    if (node !== undefined) children.push(node);
    at = next;
  }
  return { type: "root", children: children as BlockContent[] };
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Read = readonly [Nodes | undefined, number];

function readBlock(lines: readonly Line[], at: number): Read {
  const line = lines[at];
  if (line === undefined || line.text.trim() === "") return [undefined, at + 1];
  if (/^\*+\s/.test(line.text)) return [readHeadline(line), at + 1];
  const begin = /^\s*#\+begin_(\w+)\s*(\S*)/i.exec(line.text);
  if (begin !== null) return readFence(lines, at, (begin[1] ?? "").toLowerCase(), begin[2] ?? "");
  if (/^\s*:[\w-]+:\s*$/.test(line.text)) return readDrawer(lines, at);
  if (/^\s*#\+\w+:/.test(line.text)) return readKeywords(lines, at);
  if (/^\s*(?:CLOSED|SCHEDULED|DEADLINE):/.test(line.text)) return [planning(line), at + 1];
  if (/^\s*\|/.test(line.text)) return readTable(lines, at);
  if (fixedWidth.test(line.text)) return readFixedWidth(lines, at);
  if (/^\s*-{5,}\s*$/.test(line.text))
    return [{ type: "thematicBreak", position: spanOf(line, line) as never }, at + 1];
  if (/^#\s/.test(line.text)) return [undefined, at + 1];
  if (itemPattern.test(line.text)) return readList(lines, at, indentOf(line.text));
  return readParagraph(lines, at);
}

function readHeadline(line: Line): Nodes {
  const match = /^(\*+)\s+(?:([A-ZÄÖÜ]{2,})\s+)?(?:\[#([A-Z0-9])\]\s+)?(.*?)(?:\s+(:[\p{L}\p{N}_@#%:]+:))?\s*$/u.exec(
    line.text,
  );
  const [, stars = "*", keyword, priority, title = "", tags] = match ?? [];
  const children: Nodes[] = [];
  const known =
    keyword !== undefined &&
    /^(TODO|DONE|NEXT|WAIT|WAITING|HOLD|STARTED|CANCELLED|CANCELED|SOMEDAY|PROJ|KILL)$/.test(keyword);
  if (known) children.push(asMdast({ type: "todo", value: keyword, done: /^(DONE|CANCEL|KILL)/.test(keyword) }));
  if (priority !== undefined) children.push(asMdast({ type: "todo", value: priority, done: false }));
  const shown = keyword !== undefined && !known ? `${keyword} ${title}` : title;
  children.push(...parseOrgInline(shown, line.start + line.text.indexOf(shown, stars.length)));
  if (tags !== undefined) children.push(asMdast({ type: "tags", tags: tags.split(":").filter((tag) => tag !== "") }));
  const depth = Math.min(stars.length, 6) as 1 | 2 | 3 | 4 | 5 | 6;
  return { type: "heading", depth, children: children as never, position: spanOf(line, line) as never };
}

function readFence(lines: readonly Line[], at: number, name: string, language: string): Read {
  const ending = new RegExp(`^\\s*#\\+end_${name}`, "i");
  let last = at + 1;
  while (last < lines.length && !ending.test(lines[last]?.text ?? "")) last++;
  const inner = lines.slice(at + 1, last);
  const position = spanOf(lines[at], lines[Math.min(last, lines.length - 1)]) as never;
  if (name === "quote" || name === "verse" || name === "center") {
    const children: Nodes[] = [];
    for (let index = at + 1; index < last; ) {
      const [node, next] = readBlock(lines, index);
      if (node !== undefined) children.push(node);
      index = Math.min(next, last);
    }
    return [{ type: "blockquote", children: children as never, position }, last + 1];
  }
  if (name === "comment") return [undefined, last + 1];
  const value = inner.map(({ text }) => text.replace(/^(\s*),(?=[*#])/, "$1")).join("\n");
  return [{ type: "code", lang: language === "" ? null : language, value, position }, last + 1];
}

/** Lines after a colon and a blank stand as they are. */
const fixedWidth = /^\s*:(?: |$)/;

function readFixedWidth(lines: readonly Line[], at: number): Read {
  let next = at;
  while (next < lines.length && fixedWidth.test(lines[next]?.text ?? "")) next++;
  const value = lines
    .slice(at, next)
    .map(({ text }) => text.replace(/^\s*: ?/, ""))
    .join("\n");
  return [{ type: "code", lang: null, value, position: spanOf(lines[at], lines[next - 1]) as never }, next];
}

function readDrawer(lines: readonly Line[], at: number): Read {
  let last = at + 1;
  while (last < lines.length && !/^\s*:end:\s*$/i.test(lines[last]?.text ?? "")) last++;
  if (last >= lines.length) return readParagraph(lines, at);
  const rows = lines.slice(at + 1, last).map(({ text }): readonly [string, string] => {
    const pair = /^\s*:([^:\s]+):\s*(.*)$/.exec(text);
    return pair === null ? ["", text.trim()] : [pair[1] ?? "", pair[2] ?? ""];
  });
  return [asMdast({ type: "properties", rows, position: spanOf(lines[at], lines[last]) }), last + 1];
}

function readKeywords(lines: readonly Line[], at: number): Read {
  const rows: (readonly [string, string])[] = [];
  let next = at;
  for (; next < lines.length; next++) {
    const pair = /^\s*#\+(\w+):\s*(.*)$/.exec(lines[next]?.text ?? "");
    if (pair === null) break;
    rows.push([(pair[1] ?? "").toLowerCase(), pair[2] ?? ""]);
  }
  return [asMdast({ type: "properties", rows, position: spanOf(lines[at], lines[next - 1]) }), next];
}

const planning = (line: Line): Nodes => ({
  type: "paragraph",
  children: parseOrgInline(line.text.trim(), line.start + indentOf(line.text)) as never,
  position: spanOf(line, line) as never,
});

function readTable(lines: readonly Line[], at: number): Read {
  const rows: TableRow[] = [];
  let next = at;
  for (; next < lines.length && /^\s*\|/.test(lines[next]?.text ?? ""); next++) {
    const line = lines[next];
    if (line === undefined || /^\s*\|[-+]+\|?\s*$/.test(line.text)) continue;
    let offset = line.text.indexOf("|") + 1;
    const cells = line.text
      .slice(offset)
      .replace(/\|\s*$/, "")
      .split("|");
    const children = cells.map((cell) => {
      const begin = line.start + offset + (cell.length - cell.trimStart().length);
      offset += cell.length + 1;
      return { type: "tableCell" as const, children: parseOrgInline(cell.trim(), begin) as never };
    });
    rows.push({ type: "tableRow", children, position: spanOf(line, line) as never });
  }
  return [{ type: "table", children: rows, position: spanOf(lines[at], lines[next - 1]) as never }, next];
}

const itemPattern = /^(\s*)(?:[-+]|\d+[.)]|(?<=\s)\*)\s+(?:\[([ xX-])\]\s+)?(.*)$/;

function readList(lines: readonly Line[], at: number, indent: number): Read {
  const items: ListItem[] = [];
  const ordered = /^\s*\d/.test(lines[at]?.text ?? "");
  let next = at;
  while (next < lines.length) {
    const line = lines[next];
    const match = line === undefined ? null : itemPattern.exec(line.text);
    if (line === undefined || match === null || indentOf(line.text) !== indent) break;
    const [item, after] = readItem(lines, next, indent, match);
    items.push(item);
    next = after;
  }
  return [
    { type: "list", ordered, spread: false, children: items, position: spanOf(lines[at], lines[next - 1]) as never },
    next,
  ];
}

function readItem(
  lines: readonly Line[],
  at: number,
  indent: number,
  match: RegExpExecArray,
): readonly [ListItem, number] {
  const line = lines[at] as Line;
  const [, , box, text = ""] = match;
  const begin = line.start + line.text.length - text.length;
  const words = parseOrgInline(text, begin);
  let next = at + 1;
  for (; next < lines.length && continuesItem(lines[next], indent); next++) {
    const more = lines[next] as Line;
    const lead = indentOf(more.text);
    words.push({ type: "text", value: "\n" }, ...parseOrgInline(more.text.slice(lead), more.start + lead));
  }
  const children: Nodes[] = [
    { type: "paragraph", children: words as never, position: spanOf(line, lines[next - 1]) as never },
  ];
  while (next < lines.length) {
    const following = lines[next];
    if (following === undefined || indentOf(following.text) <= indent || following.text.trim() === "") break;
    const [node, after] = readBlock(lines, next);
    if (node !== undefined) children.push(node);
    next = after;
  }
  const checked = box === undefined ? null : box.toLowerCase() === "x";
  return [
    {
      type: "listItem",
      spread: false,
      checked,
      children: children as never,
      position: spanOf(line, lines[next - 1]) as never,
    },
    next,
  ];
}

/** A deeper line of plain words goes on with the item's own. */
const continuesItem = (line: Line | undefined, indent: number): boolean =>
  line !== undefined &&
  indentOf(line.text) > indent &&
  line.text.trim() !== "" &&
  !structure.test(line.text) &&
  !itemPattern.test(line.text);

/** What begins a block of its own. */
const structure = /^\*+\s|^\s*(?:#\+|\||:[\w-]+:\s*$|:(?: |$)|-{5,}\s*$|(?:CLOSED|SCHEDULED|DEADLINE):)/;

function readParagraph(lines: readonly Line[], at: number): Read {
  let next = at + 1;
  const indent = indentOf(lines[at]?.text ?? "");
  while (next < lines.length) {
    const text = lines[next]?.text ?? "";
    if (text.trim() === "" || structure.test(text) || itemPattern.test(text) || indentOf(text) < indent) break;
    next++;
  }
  const children = lines.slice(at, next).flatMap((line, index): Nodes[] => {
    const lead = index === 0 ? indentOf(line.text) : 0;
    const nodes = parseOrgInline(line.text.slice(lead), line.start + lead);
    return index === 0 ? nodes : [{ type: "text", value: "\n" }, ...nodes];
  });
  return [
    { type: "paragraph", children: children as never, position: spanOf(lines[at], lines[next - 1]) as never },
    next,
  ];
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    lines.push({ text: text.slice(start, end).replace(/\r$/, ""), start, end });
    start = end + 1;
  }
  return lines;
}

const spanOf = (first: Line | undefined, last: Line | undefined): Span => ({
  start: { offset: first?.start },
  end: { offset: last?.end },
});
