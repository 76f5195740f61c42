import { BlockWriter } from "../block-writer.ts";
import type { BlockKind } from "../document.ts";
import { plainTitle } from "../plain-title.ts";

/** The kind of a block, or the level of a heading. */
export type ShownKind = BlockKind | { readonly headingLevel: number };

/** Builds the text a person is shown for a marked-up document, and its blocks with it. */
export class ShownText {
  readonly writer = new BlockWriter();
  firstHeading: string | undefined;
  readonly #done: string[] = [];
  #length = 0;
  #kind: ShownKind = "paragraph";
  #parts: string[] = [];
  #endsWithSpace = true;
  #lastKind: BlockKind | undefined;

  /** Ends the block that is open; text that follows begins one of this kind. A list item keeps its first paragraph. */
  begin(kind: ShownKind): void {
    if (this.#kind === "item" && this.#parts.length === 0 && kind === "paragraph") return;
    this.end(kind);
  }

  /** Ends the block that is open, an item still empty too, and goes back to the kind around it. */
  end(around: ShownKind): void {
    this.#close();
    this.#kind = around;
  }

  /** Adds text, its white space collapsed to single spaces. */
  add(text: string): void {
    let collapsed = text.replace(/[ \t\n\r\f]+/g, " ");
    if (this.#endsWithSpace && collapsed.startsWith(" ")) collapsed = collapsed.slice(1);
    if (collapsed !== "") this.#push(collapsed);
  }

  /** Adds text as it is, as in `<pre>`; blank lines at its start are dropped. */
  addPreformatted(text: string): void {
    const kept = this.#parts.length > 0 ? text : text.replace(/^(?:[ \t]*\r?\n)+/, "");
    if (this.#parts.length > 0 || kept.trim() !== "") this.#push(kept);
  }

  /** Parts two pieces of one block, unless it is still empty. */
  separate(separator: string): void {
    if (this.#parts.length > 0) this.#push(separator);
  }

  finish(): string {
    this.#close();
    return this.#done.join("");
  }

  #push(text: string): void {
    if (this.#kind === "item" && this.#parts.length === 0) this.#parts.push("- ");
    this.#parts.push(text);
    this.#endsWithSpace = /[ \n]$/.test(text);
  }

  #close(): void {
    const text = this.#parts.join("").trimEnd();
    const kind = typeof this.#kind === "string" ? this.#kind : "heading";
    const level = typeof this.#kind === "string" ? undefined : this.#kind.headingLevel;
    this.#parts = [];
    this.#endsWithSpace = true;
    this.#kind = "paragraph";
    if (text.trim() === "") return;

    const isRun = kind === this.#lastKind && (kind === "item" || kind === "table");
    const separator = this.#length === 0 ? "" : isRun ? "\n" : "\n\n";
    const start = this.#length + separator.length;
    const end = start + text.length;
    this.#done.push(separator, text);
    this.#length = end;
    this.#lastKind = kind;
    if (level === undefined) {
      this.writer.add(kind, start, end);
      return;
    }
    const title = plainTitle(text.replace(/\s+/g, " "));
    this.firstHeading ??= title;
    this.writer.heading(level, title, start, end);
  }
}
