import type { Draft, Source } from "../parser.ts";
import { HtmlReader } from "./html.ts";
import { type MarkupHandler, walkMarkup } from "./markup.ts";
import { ShownText } from "./shown-text.ts";

/** XML as text: what stands in its elements, one block each, and in attributes that hold words (OPML outlines). */
export function parseXml(source: Source): Draft {
  const shown = new ShownText();
  const reader = new XmlReader(shown);
  const doctype = findDoctype(source.text);
  walkMarkup(source.text.slice(doctype.end), true, reader);
  return {
    text: shown.finish(),
    title: reader.title,
    tags: [],
    classification: undefined,
    privateBy: undefined,
    blocks: shown.writer.blocks,
    missing: doctype.isOpen ? ["The document type declaration does not end; what follows it was not read."] : [],
  };
}

const inline = new Set("a abbr b bold code em emph hi i italic ref s small span strong sub sup tt u".split(" "));
const wordy = new Set(["text", "title", "name", "label", "description", "desc", "summary", "alt", "content", "_note"]);
const longestTitle = 300;

class XmlReader implements MarkupHandler {
  readonly #shown: ShownText;
  #title = "";
  #inTitle = false;
  #unseen = false;

  constructor(shown: ShownText) {
    this.#shown = shown;
  }

  get title(): string | undefined {
    const title = this.#title.replace(/\s+/g, " ").trim();
    return title === "" ? undefined : title;
  }

  opened(name: string): void {
    this.#unseen = name === "style" || name === "script";
    this.#inTitle = name === "title" && this.#title === "";
    if (!inline.has(name)) this.#shown.begin("paragraph");
  }

  closed(name: string): void {
    this.#unseen = false;
    this.#inTitle = false;
    if (!inline.has(name)) this.#shown.end("paragraph");
  }

  attribute(_element: string, name: string, value: string): void {
    if (!wordy.has(name.toLowerCase())) return;
    this.#shown.add(value);
    this.#shown.separate(" ");
  }

  text(text: string): void {
    if (this.#unseen) return;
    if (this.#inTitle && this.#title.length < longestTitle) this.#title += text.slice(0, longestTitle);
    this.#shown.add(text);
  }

  /** Feeds keep whole pages in CDATA: those are read as HTML. */
  data(text: string): void {
    if (this.#unseen) return;
    if (/<\/|<br|<p>/i.test(text)) walkMarkup(text, false, new HtmlReader(this.#shown));
    else this.text(text);
  }
}

/** Where the DOCTYPE with its internal subset ends. It is passed over whole, so no entity it declares exists for us. */
function findDoctype(text: string): { readonly end: number; readonly isOpen: boolean } {
  const start = text.slice(0, 100_000).search(/<!DOCTYPE/i);
  if (start === -1) return { end: 0, isOpen: false };
  const root = text.slice(0, start).search(/<[a-z_]/i);
  if (root !== -1) return { end: 0, isOpen: false };
  let depth = 0;
  let position = start + 9;
  while (position < text.length) {
    const character = text[position];
    if (character === '"' || character === "'") position = after(text, character, position + 1);
    else if (character === "<" && text.startsWith("<!--", position)) position = after(text, "-->", position + 4);
    else {
      if (character === "[") depth++;
      if (character === "]") depth--;
      position++;
      if (character === ">" && depth <= 0) return { end: position, isOpen: false };
    }
  }
  return { end: text.length, isOpen: true };
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}
