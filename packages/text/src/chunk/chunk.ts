import type { Block, Chunk, ParsedDocument } from "../document.ts";
import type { Page } from "../layout.ts";
import { findDates } from "./dates.ts";
import { findCut } from "./find-cut.ts";
import { largest, smallest, target } from "./sizes.ts";

interface Span {
  start: number;
  end: number;
  headings: readonly string[];
  sectionStart: number;
  tags: readonly string[];
  /** Nothing to read yet: headings, and the drawers right below them. */
  onlyHeadings: boolean;
}

/**
 * Cuts a document into what is indexed and cited: about 500 characters, at the ends of blocks where they fit, else of
 * sentences, items or lines; never across headings or pages. A heading stays with the text below it. Linear in the text.
 */
export function chunk(document: ParsedDocument): Chunk[] {
  const cutter = new Cutter(document.text, document.pages ?? []);
  for (const block of document.blocks) cutter.take(block);
  return describe(document, cutter.finish());
}

class Cutter {
  readonly #text: string;
  readonly #pages: readonly Page[];
  #page = 0;
  /** Spans before this one are of earlier pages. */
  #firstOfPage = 0;
  readonly #spans: Span[] = [];
  #current: Span | undefined;

  constructor(text: string, pages: readonly Page[]) {
    this.#text = text;
    this.#pages = pages;
  }

  take(block: Block): void {
    this.#turnTo(block.start);
    if (block.kind === "heading") this.#takeHeading(block);
    else {
      if (this.#current && this.#current.sectionStart !== block.sectionStart) this.#close();
      this.#fill(block, block.start);
    }
  }

  /** What stands on the next page is found there: a chunk is of one page. */
  #turnTo(start: number): void {
    const before = this.#page;
    for (let next = this.#pages[this.#page]; next && next.end <= start; next = this.#pages[this.#page]) this.#page++;
    if (this.#page === before) return;
    this.#close();
    this.#firstOfPage = this.#spans.length;
  }

  finish(): readonly Span[] {
    this.#close();
    return this.#spans;
  }

  /** A heading with nothing below it but deeper headings goes with them; otherwise it ends what was open. */
  #takeHeading(block: Block): void {
    const current = this.#current;
    const isDeeper = current?.onlyHeadings && block.headings.length > current.headings.length;
    if (current && isDeeper && block.end - current.start <= target) {
      this.#extend(current, block, block.end);
      current.headings = block.headings;
      current.sectionStart = block.sectionStart;
      return;
    }
    this.#close();
    this.#fill(block, block.start);
  }

  /** Adds a block from `from` on, cutting as often as it takes. */
  #fill(block: Block, from: number): void {
    let position = from;
    while (position < block.end) {
      const current = this.#current;
      const base = current?.start ?? position;
      const joined = block.end - base;
      if (joined <= target || (joined <= largest && (!current || current.onlyHeadings || isSmall(current)))) {
        this.#append(block, position, block.end);
        return;
      }
      if (current && !current.onlyHeadings && (block.end - position <= largest || current.end - base >= target / 2)) {
        this.#close();
        continue;
      }
      const cut = findCut(this.#text, { from: position, base, end: block.end, kind: block.kind });
      this.#append(block, position, cut);
      this.#close();
      position = cut;
      while (position < block.end && this.#text.charCodeAt(position) <= 32) position++;
    }
  }

  #append(block: Block, start: number, end: number): void {
    if (this.#current) {
      this.#extend(this.#current, block, end);
      return;
    }
    this.#current = {
      start,
      end,
      headings: block.headings,
      sectionStart: block.sectionStart,
      tags: block.tags,
      onlyHeadings: block.kind === "heading",
    };
  }

  #extend(span: Span, block: Block, end: number): void {
    span.end = end;
    span.onlyHeadings &&= block.kind === "heading" || block.kind === "properties";
    if (block.tags !== span.tags) span.tags = [...new Set([...span.tags, ...block.tags])];
  }

  /** Puts the open span away. A small rest joins the span before it when both are of one section. */
  #close(): void {
    const current = this.#current;
    this.#current = undefined;
    if (!current) return;
    while (current.end > current.start && this.#text.charCodeAt(current.end - 1) <= 32) current.end--;
    if (!hasWords(this.#text.slice(current.start, current.end))) return;
    const previous = this.#spans.length > this.#firstOfPage ? this.#spans.at(-1) : undefined;
    const isRest =
      previous && isSmall(current) && previous.sectionStart === current.sectionStart && !current.onlyHeadings;
    if (isRest && current.end - previous.start <= largest) {
      previous.end = current.end;
      if (current.tags !== previous.tags) previous.tags = [...new Set([...previous.tags, ...current.tags])];
    } else this.#spans.push(current);
  }
}

/** Rules, fences and empty table rows are nothing to find. */
const hasWords = (text: string): boolean => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text);

const isSmall = (span: Span): boolean => span.end - span.start < smallest;

function describe({ text, pages = [] }: ParsedDocument, spans: readonly Span[]): Chunk[] {
  let line = 1;
  let place = 0;
  let lineBreak = text.indexOf("\n");
  let headingDates: readonly string[] = [];
  let headings: readonly string[] | undefined;
  return spans.map((span, ordinal) => {
    for (; lineBreak !== -1 && lineBreak < span.start; lineBreak = text.indexOf("\n", lineBreak + 1)) line++;
    if (span.headings !== headings) {
      headings = span.headings;
      headingDates = findDates(headings.join("\n"));
    }
    for (let next = pages[place + 1]; next && next.start <= span.start; next = pages[place + 1]) place++;
    const chunkText = text.slice(span.start, span.end);
    return {
      ordinal,
      text: chunkText,
      start: span.start,
      end: span.end,
      line,
      page: pages[place]?.number,
      headings: span.headings,
      sectionStart: Math.min(span.sectionStart, span.start),
      tags: span.tags,
      dates: [...new Set([...headingDates, ...findDates(chunkText)])].sort(),
    };
  });
}
