const newline = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;

/** Walks a text line by line without copying it. All fields are offsets into the text. */
export class LineScanner {
  readonly text: string;
  /** First character of the line. */
  start = 0;
  /** First character that is neither space nor tab; equals `end` on a blank line. */
  content = 0;
  /** End of the line, its break (`\n` or `\r\n`) left out. */
  end = 0;
  /** Start of the following line. */
  next: number;

  constructor(text: string, from = 0) {
    this.text = text;
    this.next = from;
  }

  advance(): boolean {
    const { text, next } = this;
    if (next >= text.length) return false;
    this.start = next;
    const found = text.indexOf("\n", next);
    let end = found === -1 ? text.length : found;
    this.next = found === -1 ? text.length : found + 1;
    if (end > next && text.charCodeAt(end - 1) === carriageReturn) end--;
    this.end = end;
    let content = next;
    while (content < end && isBlank(text.charCodeAt(content))) content++;
    this.content = content;
    return true;
  }

  get blank(): boolean {
    return this.content === this.end;
  }

  get indent(): number {
    return this.content - this.start;
  }

  /** The line from its first visible character on. */
  get trimmed(): string {
    return this.text.slice(this.content, this.end);
  }
}

export const isBlank = (code: number): boolean => code === space || code === tab;

/** Whether the code unit may stand between words: space, tab, line break, no-break and ideographic space. */
export const isSpace = (code: number): boolean =>
  code === space || (code >= tab && code <= carriageReturn) || code === 0xa0 || code === 0x3000 || code === newline;
