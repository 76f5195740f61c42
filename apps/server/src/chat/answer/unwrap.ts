/**
 * A quote as it is read: the lines a paragraph was wrapped into joined, quotation marks of the note's own block quotes
 * and text that no reader of the note would see taken off. The words stay.
 */
export function unwrap(quote: string): string {
  const lines = quote
    .replace(/<!--.*?(?:-->|$)/gs, " ")
    .split("\n")
    .map((line) => line.replace(/^\s*(?:>\s?)+/, "").trimEnd());
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last === undefined || last === "" || line === "" || ownLine.test(line) || keepsLines.test(last))
      joined.push(line);
    else joined[joined.length - 1] = `${last} ${line.trimStart()}`;
  }
  return joined
    .join("\n")
    .replace(/[ \t]{2,}(?=\S)/g, (spaces, offset: number, all: string) =>
      offset === 0 || all[offset - 1] === "\n" ? spaces : " ",
    );
}

const item = /^\s*(?:[-+*•]\s|\d{1,3}[.)]\s)/;
/** Table rows, headings, Org code and keywords, commands, code by indentation (which interrupts no paragraph). */
const keepsLines = /^\s*(?:\||#{1,6}\s|:(?:\s|$)|#\+|\$\s)|^(?: {4}|\t)|(?:[;{}]|\)\))\s*$/;
const ownLine = new RegExp(`${item.source}|^\\s*(?:\\||#{1,6}\\s|:(?:\\s|$)|#\\+|\\$\\s)`);
