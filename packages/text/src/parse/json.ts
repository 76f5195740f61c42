import { BlockWriter } from "../block-writer.ts";
import type { Draft, Source } from "../parser.ts";

/** A line of minified data is broken at the next comma once it is this long. */
const longLine = 160;
const blockLength = 300;
const shortestElement = 100;

/**
 * JSON, JSON Lines and what looks like them, as text to read: written as it stands, but with the escapes in strings
 * shown as the characters they mean, and minified lines broken. Tokens are never built into values, so neither depth nor
 * a syntax error matters.
 */
export function parseJson(source: Source): Draft {
  const printer = new JsonPrinter(source.text);
  printer.print();
  return {
    text: printer.text,
    title: undefined,
    tags: [],
    classification: undefined,
    privateBy: undefined,
    blocks: printer.writer.blocks,
    missing: [],
  };
}

class JsonPrinter {
  readonly writer = new BlockWriter();
  readonly #source: string;
  readonly #parts: string[] = [];
  /** Length of what is printed. */
  #length = 0;
  #position = 0;
  /** Up to here the source is printed. */
  #copied = 0;
  #lineStart = 0;
  #blockStart = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get text(): string {
    return this.#parts.join("");
  }

  print(): void {
    while (this.#position < this.#source.length) {
      const character = this.#source[this.#position];
      if (character === '"') this.#string();
      else {
        this.#position++;
        if (character === "{" || character === "[") this.#depth++;
        else if (character === "}" || character === "]") this.#depth--;
        else if (character === ",") this.#comma();
        else if (character === "\n") this.#lineEnd();
      }
    }
    this.#copy();
    this.#block();
  }

  get #printed(): number {
    return this.#length + this.#position - this.#copied;
  }

  #comma(): void {
    if (this.#printed - this.#lineStart >= longLine && this.#source[this.#position] !== "\n") {
      this.#copy();
      this.#push("\n");
      this.#lineStart = this.#length;
    }
    const length = this.#printed - this.#blockStart;
    if (length >= blockLength || (this.#depth <= 1 && length >= shortestElement)) this.#block();
  }

  #lineEnd(): void {
    this.#lineStart = this.#printed;
    const length = this.#printed - this.#blockStart;
    if (length >= blockLength || (this.#depth <= 0 && length >= shortestElement)) this.#block();
  }

  #string(): void {
    const start = this.#position;
    let end = start + 1;
    let isEscaped = false;
    for (; end < this.#source.length; end++) {
      const code = this.#source.charCodeAt(end);
      if (code === 34) break;
      if (code === 92) {
        isEscaped = true;
        end++;
      }
    }
    this.#position = Math.min(end + 1, this.#source.length);
    if (!isEscaped) return;
    const after = this.#position;
    this.#position = start;
    this.#copy();
    this.#push(shown(this.#source.slice(start, after)));
    this.#position = this.#copied = after;
  }

  #copy(): void {
    this.#push(this.#source.slice(this.#copied, this.#position));
    this.#copied = this.#position;
  }

  #push(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  #block(): void {
    const end = this.#printed;
    this.writer.add("code", this.#blockStart, end);
    this.#blockStart = end;
  }
}

const meanings: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "", b: " ", f: " " };

const shown = (text: string): string =>
  text
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_match, hex?: string, letter = "") =>
      hex === undefined ? (meanings[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replaceAll("\0", "")
    .toWellFormed();
