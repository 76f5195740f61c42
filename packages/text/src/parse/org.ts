import { BlockWriter } from "../block-writer.ts";
import type { BlockKind } from "../document.ts";
import { isPrivateTag, privateRules } from "../exclusion.ts";
import { LineScanner } from "../line-scanner.ts";
import type { Draft, Source } from "../parser.ts";
import { OpenBlock } from "./open-block.ts";
import { parseHeadline, todoKeywords } from "./org-headline.ts";
import { OrgSettings } from "./org-settings.ts";

/**
 * Org mode, by our own scanner: headlines with states, priorities and inherited tags, drawers, blocks, tables, lists.
 *
 * Ruling: `:PRIVATE: t` or the tag `private` anywhere in a file, on a single headline too, keeps the whole file out. The
 * unit that is stored, shown and synchronised is the file; indexing half of it would still keep the private half.
 */
export function parseOrg(source: Source): Draft {
  const { text } = source;
  const writer = new BlockWriter();
  const settings = new OrgSettings();
  const reader = new OrgReader(text, writer, settings);
  reader.read();
  const isTagged = [...settings.fileTags, ...reader.headlineTags].some(isPrivateTag);
  return {
    text,
    title: settings.title ?? reader.firstHeadline,
    tags: [...settings.fileTags],
    classification: settings.classification.value,
    privateBy: settings.isPrivate ? privateRules.orgProperty : isTagged ? privateRules.tag : undefined,
    blocks: writer.blocks,
    missing: settings.classification.missing,
  };
}

const blockKinds: Readonly<Record<string, BlockKind>> = {
  src: "code",
  example: "code",
  export: "code",
  comment: "code",
  quote: "quote",
  verse: "quote",
};
const blockOpening = /^#\+begin_(\S+)/i;
const drawerOpening = /^:([\w-]{1,60}):[ \t]*$/;
const listMarker = /^(?:[-+]|\d{1,9}[.)]|[a-zA-Z][.)])(?:[ \t]|$)/;

class OrgReader {
  firstHeadline: string | undefined;
  readonly #headlineTags = new Set<string>();
  readonly #text: string;
  readonly #line: LineScanner;
  readonly #writer: BlockWriter;
  readonly #settings: OrgSettings;
  readonly #open: OpenBlock;
  readonly #keywords: ReadonlySet<string>;
  /** The `#+END_…` line that ends the block we are in. */
  #blockEnd: string | undefined;
  #inDrawer = false;

  constructor(text: string, writer: BlockWriter, settings: OrgSettings) {
    this.#text = text;
    this.#line = new LineScanner(text);
    this.#writer = writer;
    this.#settings = settings;
    this.#open = new OpenBlock(writer);
    this.#keywords = todoKeywords(text);
  }

  get headlineTags(): string[] {
    return [...this.#headlineTags];
  }

  read(): void {
    while (this.#line.advance()) {
      if (this.#readHeadline()) continue;
      if (this.#blockEnd !== undefined) this.#readInBlock(this.#blockEnd);
      else if (this.#inDrawer) this.#readInDrawer();
      else if (this.#line.blank) this.#open.close();
      else this.#readLine();
    }
    this.#leave();
  }

  /** A headline ends whatever is open, blocks and drawers included: so Org itself reads them. */
  #readHeadline(): boolean {
    const { start, end, content } = this.#line;
    if (content !== start || this.#text[start] !== "*") return false;
    const headline = parseHeadline(this.#text, start, end, this.#keywords);
    if (!headline) return false;
    this.#leave();
    this.firstHeadline ??= headline.title === "" ? undefined : headline.title;
    for (const tag of headline.tags) this.#headlineTags.add(tag);
    const { fileTags } = this.#settings;
    const tags = headline.tags.filter((tag) => !fileTags.has(tag));
    this.#writer.heading(headline.level, headline.title, start, end, tags);
    return true;
  }

  /** Closes what is open. A drawer that never ended was text that only looked like one. */
  #leave(): void {
    if (this.#inDrawer) this.#open.kind = "paragraph";
    this.#inDrawer = false;
    this.#blockEnd = undefined;
    this.#open.close();
  }

  #readInBlock(blockEnd: string): void {
    const { content, end } = this.#line;
    this.#open.extend(end);
    if (this.#text[content] !== "#") return;
    if (this.#text.slice(content, content + blockEnd.length).toLowerCase() === blockEnd) this.#leave();
  }

  #readInDrawer(): void {
    const { content, end } = this.#line;
    this.#open.extend(end);
    if (this.#text[content] !== ":") return;
    const line = this.#text.slice(content, Math.min(end, content + 300));
    if (/^:end:[ \t]*$/i.test(line)) {
      this.#inDrawer = false;
      this.#open.close();
    } else this.#settings.readProperty(line);
  }

  #readLine(): void {
    const { content, start, end } = this.#line;
    switch (this.#text[content]) {
      case "#":
        if (this.#readHash()) return;
        break;
      case ":":
        if (this.#readColon()) return;
        break;
      case "|":
        this.#open.continue("table", start, end);
        return;
      case "*":
        if (content > start && this.#text[content + 1] === " ") {
          this.#open.begin("item", start, end);
          return;
        }
        break;
      case "C":
      case "S":
      case "D":
        if (/^(?:CLOSED|SCHEDULED|DEADLINE):/.test(this.#text.slice(content, content + 10))) {
          this.#open.continue("properties", start, end);
          return;
        }
    }
    this.#readText();
  }

  #readText(): void {
    const { content, start, end } = this.#line;
    const { kind } = this.#open;
    if (listMarker.test(this.#text.slice(content, Math.min(end, content + 12)))) this.#open.begin("item", start, end);
    else if (kind === "item" || kind === "paragraph") this.#open.extend(end);
    else this.#open.begin("paragraph", start, end);
  }

  /** `#+BEGIN_…`, `#+KEYWORD: value`, or a comment. */
  #readHash(): boolean {
    const { content, start, end } = this.#line;
    if (this.#text[content + 1] !== "+") return false;
    const line = this.#text.slice(content, Math.min(end, content + 1000));
    const name = blockOpening.exec(line)?.[1]?.toLowerCase();
    if (name !== undefined) {
      const kind = blockKinds[name];
      if (kind === undefined) return false; // A special block: its inside is Org text.
      this.#open.begin(kind, start, end);
      this.#blockEnd = `#+end_${name}`;
      return true;
    }
    if (!this.#settings.readKeyword(line)) return false;
    this.#open.continue("properties", start, end);
    return true;
  }

  /** A drawer, or a `: ` line of fixed width. */
  #readColon(): boolean {
    const { content, start, end } = this.#line;
    const after = this.#text[content + 1];
    if (after === " " || content + 1 === end) {
      this.#open.continue("code", start, end);
      return true;
    }
    if (!drawerOpening.test(this.#text.slice(content, Math.min(end, content + 70)))) return false;
    this.#open.begin("properties", start, end);
    this.#inDrawer = true;
    return true;
  }
}
