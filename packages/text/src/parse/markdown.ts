import { BlockWriter } from "../block-writer.ts";
import { ClassificationReader } from "../classification.ts";
import { isPrivateTag, privateRules } from "../exclusion.ts";
import { readFrontMatter } from "../front-matter.ts";
import { findInlineTags } from "../inline-tags.ts";
import { isBlank, LineScanner } from "../line-scanner.ts";
import type { Draft, Source } from "../parser.ts";
import { plainTitle } from "../plain-title.ts";
import { OpenBlock } from "./open-block.ts";

/**
 * Markdown as people write it: CommonMark's blocks, GFM's tables and task lists, Obsidian's front matter, callouts, wiki
 * links and tags. A line scanner, since blocks are all we need: several times faster than a full parser.
 */
export function parseMarkdown(source: Source): Draft {
  const { text } = source;
  const front = readFrontMatter(text);
  const writer = new BlockWriter();
  writer.add("properties", 0, front.end);
  const reader = new MarkdownReader(text, front.end, writer);
  reader.read();

  const tags = new Set([...front.tags, ...inlineTags(text, writer)]);
  const classification = new ClassificationReader();
  if (front.classification !== undefined) classification.read(front.classification);
  return {
    text,
    title: front.title ?? reader.firstHeading,
    tags: [...tags],
    classification: classification.value,
    privateBy: front.isPrivate ? privateRules.frontMatter : [...tags].some(isPrivateTag) ? privateRules.tag : undefined,
    blocks: writer.blocks,
    missing: [...front.missing, ...classification.missing],
  };
}

function inlineTags(text: string, writer: BlockWriter): Set<string> {
  const tags = new Set<string>();
  let nextHash = text.indexOf("#");
  for (const block of writer.blocks) {
    if (nextHash === -1) break;
    if (nextHash < block.start) nextHash = text.indexOf("#", block.start);
    if (nextHash === -1 || nextHash >= block.end || block.kind === "code" || block.kind === "properties") continue;
    findInlineTags(text, block.start, block.end, tags);
  }
  return tags;
}

/** HTML whose inside is not Markdown until it is closed. */
const htmlEnds: readonly (readonly [opening: RegExp, closing: string])[] = [
  [/^<!--/, "-->"],
  [/^<pre[\s>]/i, "</pre>"],
  [/^<script[\s>]/i, "</script>"],
  [/^<style[\s>]/i, "</style>"],
];
const listMarker = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const delimiterRow = /^[\s|:-]+$/;

class MarkdownReader {
  firstHeading: string | undefined;
  readonly #text: string;
  readonly #line: LineScanner;
  readonly #writer: BlockWriter;
  readonly #open: OpenBlock;
  #fence: { readonly code: number; readonly length: number } | undefined;
  #htmlEnd: string | undefined;
  /** Whether indented text belongs to a list rather than being code. */
  #inList = false;

  constructor(text: string, from: number, writer: BlockWriter) {
    this.#text = text;
    this.#line = new LineScanner(text, from);
    this.#writer = writer;
    this.#open = new OpenBlock(writer);
  }

  read(): void {
    while (this.#line.advance()) {
      if (this.#fence) this.#readFenced(this.#fence);
      else if (this.#htmlEnd !== undefined) this.#readHtml(this.#htmlEnd);
      else if (this.#line.blank) this.#open.close();
      else this.#readLine();
    }
    this.#open.close();
  }

  #readLine(): void {
    const { content, indent } = this.#line;
    const shallow = indent < 4;
    switch (this.#text[content]) {
      case "#":
        if (shallow && this.#readHeading()) return;
        break;
      case "`":
      case "~":
        if (this.#openFence()) return;
        break;
      case "=":
        if (shallow && this.#readUnderline(1)) return;
        break;
      case "-":
        if (shallow && (this.#readUnderline(2) || this.#readRule() || this.#readItem())) return;
        if (!shallow && this.#readItem()) return;
        break;
      case "*":
      case "_":
      case "+":
        if ((shallow && this.#readRule()) || this.#readItem()) return;
        break;
      case ">":
        if (shallow && this.#extendWith("quote")) return;
        break;
      case "|":
        if (this.#extendWith("table")) return;
        break;
      case "<":
        if (shallow && this.#openHtml()) return;
        break;
      default:
        if (isDigit(this.#text.charCodeAt(content)) && this.#readItem()) return;
    }
    this.#readText();
  }

  #extendWith(kind: "quote" | "table"): true {
    this.#open.continue(kind, this.#line.start, this.#line.end);
    return true;
  }

  #readText(): void {
    const { start, end, indent } = this.#line;
    const open = this.#open;
    if (open.kind === undefined || (open.kind === "code" && indent < 4)) {
      if (indent === 0) this.#inList = false;
      open.begin(indent >= 4 && !this.#inList ? "code" : "paragraph", start, end);
      return;
    }
    const isDelimiter = open.lines === 1 && open.kind === "paragraph" && delimiterRow.test(this.#line.trimmed);
    if (isDelimiter && this.#line.trimmed.includes("|")) open.kind = "table";
    open.extend(end);
  }

  #readHeading(): boolean {
    const { content, end, start } = this.#line;
    let position = content;
    while (position < end && this.#text[position] === "#") position++;
    const level = position - content;
    if (level > 6 || (position < end && !isBlank(this.#text.charCodeAt(position)))) return false;
    const title = this.#text.slice(position, Math.min(end, position + 400)).replace(/[ \t]#+[ \t]*$/, "");
    this.#heading(level, title, start, end);
    return true;
  }

  /** `===` or `---` under a paragraph makes the paragraph a heading. */
  #readUnderline(level: number): boolean {
    const open = this.#open;
    if (open.kind !== "paragraph" || !/^(?:=+|-+)[ \t]*$/.test(this.#line.trimmed)) return false;
    const { start, end } = open;
    open.drop();
    this.#heading(
      level,
      this.#text.slice(start, Math.min(end, start + 400)).replace(/\s+/g, " "),
      start,
      this.#line.end,
    );
    return true;
  }

  #heading(level: number, rawTitle: string, start: number, end: number): void {
    this.#open.close();
    this.#inList = false;
    const title = plainTitle(rawTitle);
    this.firstHeading ??= title === "" ? undefined : title;
    this.#writer.heading(level, title, start, end);
  }

  #readRule(): boolean {
    const { content, end } = this.#line;
    const marker = this.#text.charCodeAt(content);
    let marks = 0;
    for (let position = content; position < end; position++) {
      const code = this.#text.charCodeAt(position);
      if (code === marker) marks++;
      else if (!isBlank(code)) return false;
    }
    if (marks < 3 || this.#text[content] === "+") return false;
    this.#open.close();
    return true;
  }

  #readItem(): boolean {
    const { content, start, end } = this.#line;
    if (!listMarker.test(this.#text.slice(content, Math.min(end, content + 12)))) return false;
    this.#open.begin("item", start, end);
    this.#inList = true;
    return true;
  }

  #openFence(): boolean {
    const { content, start, end } = this.#line;
    const code = this.#text.charCodeAt(content);
    const length = this.#runLength(content);
    const isBacktick = this.#text[content] === "`";
    if (length < 3 || (isBacktick && this.#text.slice(content + length, end).includes("`"))) return false;
    this.#open.begin("code", start, end);
    this.#fence = { code, length };
    return true;
  }

  #readFenced(fence: { readonly code: number; readonly length: number }): void {
    const { content, end } = this.#line;
    this.#open.extend(end);
    if (this.#text.charCodeAt(content) !== fence.code || content === end) return;
    const length = this.#runLength(content);
    if (length < fence.length || this.#text.slice(content + length, end).trim() !== "") return;
    this.#fence = undefined;
    this.#open.close();
  }

  #runLength(from: number): number {
    const code = this.#text.charCodeAt(from);
    let position = from;
    while (position < this.#line.end && this.#text.charCodeAt(position) === code) position++;
    return position - from;
  }

  #openHtml(): boolean {
    const { content, start, end } = this.#line;
    const opening = this.#text.slice(content, Math.min(end, content + 9));
    const closing = htmlEnds.find(([pattern]) => pattern.test(opening))?.[1];
    if (closing === undefined) return false;
    this.#open.begin(closing === "-->" ? "paragraph" : "code", start, end);
    this.#htmlEnd = closing;
    this.#closeHtml(closing);
    return true;
  }

  #readHtml(closing: string): void {
    this.#open.extend(this.#line.end);
    this.#closeHtml(closing);
  }

  #closeHtml(closing: string): void {
    if (!this.#line.trimmed.toLowerCase().includes(closing)) return;
    this.#htmlEnd = undefined;
    this.#open.close();
  }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
