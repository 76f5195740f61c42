import { isPrivateTag, privateRules } from "../exclusion.ts";
import type { Draft, Source } from "../parser.ts";
import { type MarkupHandler, walkMarkup } from "./markup.ts";
import { ShownText } from "./shown-text.ts";

/** HTML as the text a reader sees: blocks and headings kept, scripts, styles and drawings left out. */
export function parseHtml(source: Source): Draft {
  const shown = new ShownText();
  const reader = new HtmlReader(shown);
  walkMarkup(source.text, false, reader);
  const text = shown.finish();
  return {
    text,
    title: reader.title ?? shown.firstHeading,
    tags: reader.keywords,
    classification: undefined,
    privateBy: reader.keywords.some(isPrivateTag) ? privateRules.tag : undefined,
    blocks: shown.writer.blocks,
    missing: [],
  };
}

const unseen = new Set(["script", "style", "template", "svg", "iframe", "object", "noembed", "noframes", "canvas"]);
const blocks = new Set(
  "address article aside body center details dialog div dl fieldset figcaption figure footer form header hgroup hr html legend main nav ol p section summary table tbody thead tfoot ul".split(
    " ",
  ),
);
const items = new Set(["li", "dt", "dd", "option"]);
const longestTitle = 300;

export class HtmlReader implements MarkupHandler {
  keywords: string[] = [];
  readonly #shown: ShownText;
  /** The element whose inside is not seen, and how many of its name are open. */
  #unseen: { readonly name: string; depth: number } | undefined;
  #quotes = 0;
  #preformatted = 0;
  #title: string | undefined;
  #inTitle = false;
  #metaName = "";
  #metaContent = "";

  constructor(shown: ShownText) {
    this.#shown = shown;
  }

  get title(): string | undefined {
    const title = this.#title?.replace(/\s+/g, " ").trim();
    return title === "" ? undefined : title;
  }

  opened(name: string): void {
    if (this.#unseen) {
      if (this.#unseen.name === name) this.#unseen.depth++;
    } else if (unseen.has(name)) this.#unseen = { name, depth: 1 };
    else if (name === "title") this.#inTitle = true;
    else if (name === "meta") {
      this.#metaName = "";
      this.#metaContent = "";
    } else this.#openBlock(name);
  }

  closed(name: string): void {
    if (this.#unseen) {
      if (this.#unseen.name === name && --this.#unseen.depth === 0) this.#unseen = undefined;
      return;
    }
    if (name === "title") this.#inTitle = false;
    else if (name === "blockquote") this.#quotes = Math.max(0, this.#quotes - 1);
    else if (name === "pre") this.#preformatted = Math.max(0, this.#preformatted - 1);
    if (this.#isBlock(name)) this.#shown.end(this.#ground);
  }

  attribute(element: string, name: string, value: string): void {
    if (this.#unseen) return;
    if (element === "img" && name === "alt") this.#shown.add(` ${value} `);
    if (element !== "meta") return;
    if (name === "name") this.#metaName = value.toLowerCase();
    if (name === "content") this.#metaContent = value;
    if (this.#metaName !== "keywords" || this.#metaContent === "") return;
    this.keywords = this.#metaContent
      .split(",")
      .map((keyword) => keyword.trim())
      .filter((keyword) => keyword !== "");
    this.#metaContent = "";
  }

  text(text: string): void {
    if (this.#unseen) return;
    if (this.#inTitle) {
      this.#title ??= "";
      if (this.#title.length < longestTitle) this.#title += text.slice(0, longestTitle);
    } else if (this.#preformatted > 0) this.#shown.addPreformatted(text);
    else this.#shown.add(text);
  }

  data(text: string): void {
    this.text(text);
  }

  #openBlock(name: string): void {
    const heading = /^h([1-6])$/.exec(name);
    if (heading) this.#shown.begin({ headingLevel: Number(heading[1]) });
    else if (items.has(name)) this.#shown.begin("item");
    else if (name === "tr") this.#shown.begin("table");
    else if (name === "td" || name === "th") this.#shown.separate(" | ");
    else if (name === "br") this.#shown.separate("\n");
    else if (name === "pre") {
      this.#preformatted++;
      this.#shown.begin("code");
    } else if (name === "blockquote") {
      this.#quotes++;
      this.#shown.begin("quote");
    } else if (blocks.has(name)) this.#shown.begin(this.#ground);
  }

  get #ground(): "quote" | "code" | "paragraph" {
    return this.#preformatted > 0 ? "code" : this.#quotes > 0 ? "quote" : "paragraph";
  }

  #isBlock(name: string): boolean {
    return blocks.has(name) || items.has(name) || /^(?:h[1-6]|tr|pre|blockquote)$/.test(name);
  }
}
