import { type QuoteType, Tokenizer, type TokenizerCallbacks } from "htmlparser2";

export interface MarkupHandler {
  opened(name: string): void;
  /** Comes after `opened`, for each attribute with a value. */
  attribute(element: string, name: string, value: string): void;
  closed(name: string): void;
  text(text: string): void;
  /** A CDATA section of XML. */
  data(text: string): void;
}

const longestName = 100;
const longestValue = 10_000;

/**
 * Walks HTML or XML without building a tree or a stack of open elements: any nesting costs the same. Only the entities
 * built into HTML and XML are decoded; those a DOCTYPE declares stay as they are written.
 */
export function walkMarkup(source: string, isXml: boolean, handler: MarkupHandler): void {
  const tokenizer = new Tokenizer({ xmlMode: isXml, decodeEntities: true }, new Events(source, isXml, handler));
  tokenizer.write(source);
  tokenizer.end();
}

class Events implements TokenizerCallbacks {
  readonly #source: string;
  readonly #isXml: boolean;
  readonly #handler: MarkupHandler;
  #element = "";
  #attribute = "";
  #value = "";

  constructor(source: string, isXml: boolean, handler: MarkupHandler) {
    this.#source = source;
    this.#isXml = isXml;
    this.#handler = handler;
  }

  onopentagname(start: number, end: number): void {
    this.#element = this.#name(start, end);
    this.#handler.opened(this.#element);
  }
  onclosetag(start: number, end: number): void {
    this.#handler.closed(this.#name(start, end));
  }
  onselfclosingtag(): void {
    this.#handler.closed(this.#element);
  }
  onattribname(start: number, end: number): void {
    this.#attribute = this.#name(start, end);
    this.#value = "";
  }
  onattribdata(start: number, end: number): void {
    if (this.#value.length < longestValue)
      this.#value += this.#source.slice(start, Math.min(end, start + longestValue));
  }
  onattribentity(codePoint: number): void {
    if (this.#value.length < longestValue) this.#value += String.fromCodePoint(codePoint);
  }
  onattribend(_quote: QuoteType, _end: number): void {
    if (this.#value !== "") this.#handler.attribute(this.#element, this.#attribute, this.#value);
  }
  ontext(start: number, end: number): void {
    this.#handler.text(this.#source.slice(start, end));
  }
  ontextentity(codePoint: number): void {
    this.#handler.text(String.fromCodePoint(codePoint));
  }
  oncdata(start: number, end: number, endOffset: number): void {
    this.#handler.data(this.#source.slice(start, end - endOffset));
  }
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onopentagend(): void {}
  onend(): void {}

  #name(start: number, end: number): string {
    const name = this.#source.slice(start, Math.min(end, start + longestName));
    return this.#isXml ? name : name.toLowerCase();
  }
}
