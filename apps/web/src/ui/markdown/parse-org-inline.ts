import type { Nodes } from "mdast";
import { asMdast, type Span } from "./nodes.ts";

const pattern = new RegExp(
  [
    String.raw`\[\[(?<url>[^\]\n]+)\](?:\[(?<label>[^\]\n]+)\])?\]`,
    String.raw`(?<stamp>[<[]\d{4}-\d\d-\d\d[^>\]\n]*[>\]](?:--[<[]\d{4}-\d\d-\d\d[^>\]\n]*[>\]])?)`,
    String.raw`(?<bare>https?:\/\/[^\s<>\])]+)`,
    String.raw`(?<=^|[\s({"'-])(?<sign>[*\/_=~+])(?<inner>\S(?:[^\n]*?\S)?)\k<sign>(?=$|[\s)}"'.,;:!?-])`,
  ].join("|"),
  "gu",
);

/** The inline signs of Org in one line, with positions counted from `base`. */
export function parseOrgInline(text: string, base: number): Nodes[] {
  const nodes: Nodes[] = [];
  let shown = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > shown) nodes.push(plain(text.slice(shown, match.index), base + shown));
    nodes.push(inlineOf(match, base + match.index));
    shown = match.index + match[0].length;
  }
  if (shown < text.length) nodes.push(plain(text.slice(shown), base + shown));
  return nodes;
}

function inlineOf(match: RegExpExecArray, at: number): Nodes {
  const { url, label, stamp, bare, sign, inner = "" } = match.groups ?? {};
  const position = span(at, at + match[0].length);
  if (stamp !== undefined) return asMdast({ type: "timestamp", value: stamp, position });
  if (bare !== undefined) return { type: "link", url: bare, children: [plain(bare, at) as never] };
  if (url !== undefined) return linkOf(url, label, at);
  if (sign === "=" || sign === "~")
    return { type: "inlineCode", value: inner, position: span(at + 1, at + 1 + inner.length) as never };
  const children = parseOrgInline(inner, at + 1) as never;
  if (sign === "*") return { type: "strong", children };
  if (sign === "+") return { type: "delete", children };
  return { type: "emphasis", children };
}

function linkOf(url: string, label: string | undefined, at: number): Nodes {
  const target = url.replace(/^(?:file|id):/, "");
  const address = target.startsWith("*") ? `#${target.slice(1)}` : target.replace(/::.*$/, "");
  if (label === undefined && /\.(png|jpe?g|gif|webp|svg)$/i.test(target))
    return { type: "image", url: address, alt: "" };
  const shown = label ?? target;
  const start = at + 2 + (label === undefined ? url.length - target.length : url.length + 2);
  return { type: "link", url: address, children: [plain(shown, start) as never] };
}

const plain = (value: string, at: number): Nodes => ({
  type: "text",
  value,
  position: span(at, at + value.length) as never,
});
const span = (start: number, end: number): Span => ({ start: { offset: start }, end: { offset: end } });
