import { findWords } from "../../ui/find-words.ts";

const length = 260;

/** The part of a passage worth a look in a list: around the first word found, as plain words. */
export function snippetOf(entry: string, words: readonly string[], fileName = ""): string {
  const text = plainWords(entry.startsWith(`${fileName}\n`) ? entry.slice(fileName.length + 1) : entry);
  if (text.length <= length) return text;
  const first = findWords(text, words)[0]?.start ?? 0;
  const from = Math.max(0, first - 60);
  const start = from === 0 ? 0 : nextWord(text, from);
  const end = start + length >= text.length ? text.length : lastWord(text, start + length);
  return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}

/** The titles of the headings a passage stands under: entries begin with their lines. */
export function headingsOf(entry: string): readonly string[] {
  const titles: string[] = [];
  for (const line of entry.split("\n")) {
    const title = /^(?:#{1,6}|\*+)[ \t]+(.*)$/.exec(line)?.[1];
    if (title === undefined && line.trim() !== "") break;
    if (title !== undefined) titles.push(cleanTitle(title, line.startsWith("*")));
  }
  return titles;
}

/** Org's headlines carry more than their title: a state, a priority, tags. */
function cleanTitle(title: string, org: boolean): string {
  const bare = org
    ? title
        .replace(/^(?:TODO|DONE|NEXT|WAIT|WAITING|HOLD|STARTED|CANCELLED|CANCELED|SOMEDAY)\s+/, "")
        .replace(/^\[#[A-Z0-9]\]\s+/, "")
        .replace(/\s+:[\p{L}\p{N}_@#%:]+:\s*$/u, "")
        .replace(/(?<=^|\s)[=~/](?=\S)|(?<=\S)[=~/](?=\s|$)/g, "")
    : title;
  return plainWords(bare);
}

/** Note text without its heading lines and signs of markup, on one line. */
export function plainWords(entry: string): string {
  return entry
    .replace(/^((?:\s*#{1,6}\s.*\n+)*)---\n[\s\S]*?\n---\n/, "$1")
    .replace(/^(?:\s*(?:#{1,6}|\*+)\s.*\n+)+/, "")
    .replace(/^\s*(?:`{3,}|~{3,}|#\+|:[\w-]+:).*$/gm, "")
    .replace(/\[![\w-]+\][+-]?/g, "")
    .replace(/\[\^[^\]]+\]:?/g, "")
    .replace(/\[\[[^\]]*\]\[([^\]]*)\]\]/g, "$1")
    .replace(/!?\[\[([^\]|]*\|)?([^\]]+)\]\]/g, "$2")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*(?:#{1,6}|\*+|>|[-+]|\d+[.)])\s+/gm, "")
    .replace(/(\*\*|__|~~|`+)/g, "")
    .replace(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, "$1")
    .replace(/(?<![\p{L}\p{N}_])_([^_\n]+)_(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/^\s*: /gm, "")
    .replace(/^[ \t]*\|?[ \t|:+-]+\|?[ \t]*$/gm, "")
    .replace(/^[ \t]*\|(.*)\|[ \t]*$/gm, (_, cells: string) =>
      cells
        .split("|")
        .map((cell) => cell.trim())
        .join(" · "),
    )
    .replace(/^\s*\[[ xX-]\]\s+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}

const nextWord = (text: string, at: number): number => {
  const space = text.indexOf(" ", at);
  return space === -1 || space - at > 40 ? at : space + 1;
};

const lastWord = (text: string, at: number): number => {
  const space = text.lastIndexOf(" ", at);
  return at - space > 40 ? at : space;
};
