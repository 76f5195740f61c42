import type { Block, BlockKind } from "./document.ts";
import { limitTags } from "./limit-tags.ts";

/** Deeper headings are kept as siblings at this depth, so that 10,000 nested ones cost no more than flat ones. */
const deepestHeading = 16;
const longestTitle = 300;
const none: readonly string[] = [];

interface Level {
  readonly level: number;
  readonly title: string;
  readonly tags: readonly string[];
}

/** Collects blocks in order and keeps the path of headings they stand under. */
export class BlockWriter {
  readonly blocks: Block[] = [];
  #path: Level[] = [];
  #headings: readonly string[] = none;
  #tags: readonly string[] = none;
  #sectionStart = 0;

  /** Adds a stretch of text to the section that is open. Empty stretches are dropped. */
  add(kind: BlockKind, start: number, end: number): void {
    if (end <= start) return;
    this.blocks.push({
      kind,
      start,
      end,
      headings: this.#headings,
      sectionStart: this.#sectionStart,
      tags: this.#tags,
    });
  }

  /** Opens a section. `tags` are its own; those of the sections around it are added. */
  heading(level: number, title: string, start: number, end: number, tags: readonly string[] = none): void {
    this.open(level, title, start, tags);
    this.add("heading", start, end);
  }

  /** Opens a section that has no heading text of its own (a JSON key, an XML element). */
  open(level: number, title: string, start: number, tags: readonly string[] = none): void {
    const depth = Math.min(level, deepestHeading);
    while ((this.#path.at(-1)?.level ?? 0) >= depth) this.#path.pop();
    const inherited = this.#path.at(-1)?.tags ?? none;
    this.#tags =
      tags.length === 0 ? inherited : limitTags([...new Set([...inherited, ...tags.map((tag) => tag.toWellFormed())])]);
    this.#path.push({ level: depth, title: title.slice(0, longestTitle).toWellFormed(), tags: this.#tags });
    this.#headings = this.#path.map((entry) => entry.title);
    this.#sectionStart = start;
  }
}
