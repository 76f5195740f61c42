import { neutralise } from "../answer/neutralise.ts";

/**
 * A model's text as Markdown that keeps its shape and does nothing: lists, emphasis, tables and code stay; pictures,
 * links, embeds and HTML become words, since a note may have told the model to write them. Citations come out as `[1]`,
 * however they were written. Text is given out as soon as it cannot become something else.
 */
export interface AnswerNeutraliser {
  add(piece: string): string;
  end(): string;
}

export function openNeutraliser(): AnswerNeutraliser {
  let waiting = "";
  let block: Block | undefined;
  let lineBegins = true;
  /** Nothing came of this line but the marks of quotes and lists. */
  let isMarked = true;
  let isFirst = true;
  const paragraph: Paragraph = { hasDollar: false };
  const take = (whole: boolean): string => {
    const safe: string[] = [];
    let done = 0;
    for (let newline = waiting.indexOf("\n"); newline >= 0; newline = waiting.indexOf("\n", done)) {
      safe.push(line(waiting.slice(done, newline), true));
      done = newline + 1;
    }
    waiting = waiting.slice(done);
    const cut = whole ? waiting.length : mayOpen(waiting) ? 0 : settledLength(waiting);
    const forced = cut === 0 && waiting.length > longestWait ? forcedCut(waiting) : undefined;
    if (cut > 0 || forced) {
      safe.push(line(waiting.slice(0, forced?.at ?? cut), false, whole), forced?.gap ?? "");
      waiting = waiting.slice(forced?.at ?? cut);
    }
    return safe.join("");
  };
  /** Whether what a line begins with may be, or stands in, a block of code: it is told by the whole line. */
  const mayOpen = (text: string): boolean =>
    block !== undefined || (lineBegins && (beginningOfFence.test(text) || (isFirst && beginningOfFile.test(text))));
  /** Part of a line, or the rest of one; only the whole of it can be a fence. */
  const line = (text: string, ends: boolean, isRest = ends): string => {
    const begins = lineBegins;
    const leads = isMarked;
    lineBegins = ends;
    isMarked = ends || (leads && marks.test(text));
    const end = ends ? "\n" : "";
    const opensFile = isFirst && isRest && /^(?:---|\+\+\+)\s*$/.test(text);
    isFirst = false;
    if (opensFile) return `\\${text}${end}`;
    if (begins && text.trim() === "") paragraph.hasDollar = false;
    const fence = begins && isRest ? readFence(text) : undefined;
    if (block === undefined) {
      if (fence === undefined)
        return neutraliseWords(leads ? withoutFormulaBlock(text, isRest) : text, leads, paragraph) + end;
      block = fence;
      return `${fenceOf(fence)}${safeKind(fence.kind)}${end}`;
    }
    if (fence !== undefined && closes(fence, block)) {
      const closed = fenceOf(block);
      block = undefined;
      return closed + end;
    }
    // An item of a list ends here, and with it, for every reader, the block that stood in it.
    if (begins && text.trim() !== "" && columnsOf(text) < block.indent) {
      const closed = fenceOf(block);
      block = undefined;
      lineBegins = true;
      isMarked = true;
      return `${closed}\n${line(text, ends, isRest)}`;
    }
    return text.replaceAll(delimiter, "␃ 🔚 ␗") + end;
  };
  return {
    add(piece) {
      waiting += piece.replace(/\r\n?/g, "\n").replace(invisible, "");
      return take(false);
    },
    end: () => take(true),
  };
}

const delimiter = "␃🔚␗";
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const invisible = /[\0-\x08\x0b-\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A block of code that was opened, as every reader of Markdown understands it: only its like closes it. */
interface Block {
  readonly indent: number;
  readonly marks: string;
  readonly kind: string;
}

const marks = /^(?:[\s>*+-]|\d{1,9}[.)])*$/;
const beginningOfFence = /^[ \t]*(?:`{0,2}|~{0,2}|`{3,}[^`]{0,200}|~{3,}.{0,200}|\$\$?|\$\$.{0,200})$/;
const beginningOfFile = /^(?:-{1,3}|\+{1,3})\s*$/;

/** What some readers take for a formula reaches up to the next `$`, also into code, whose rest they would read. */
interface Paragraph {
  hasDollar: boolean;
}

/** A block of formulas is none to other readers, for whom what stands in it may open a block of code. */
const withoutFormulaBlock = (text: string, isWhole: boolean): string =>
  isWhole && /^\s*\$\$[^$`]+\$\$\s*$/.test(text) ? text : text.replace(/^((?:[\s>*+-]|\d{1,9}[.)])*)(?=\$\$)/, "$1\\");

function readFence(text: string): Block | undefined {
  const [, space, marks, kind] = /^([ \t]*)(`{3,}|~{3,})([^`]{0,200})$/.exec(text) ?? [];
  if (space === undefined || marks === undefined || kind === undefined) return undefined;
  // Further in it would be text to some readers.
  return { indent: Math.min(3, columnsOf(space)), marks, kind };
}

const columnsOf = (text: string): number =>
  [...(/^[ \t]*/.exec(text.slice(0, 8))?.[0] ?? "")].reduce((sum, sign) => sum + (sign === "\t" ? 4 : 1), 0);
const fenceOf = ({ indent, marks }: Block): string => " ".repeat(indent) + marks;
const closes = (fence: Block, block: Block): boolean =>
  fence.kind.trim() === "" && fence.marks[0] === block.marks[0] && fence.marks.length >= block.marks.length;

/** Longer than any link or picture that is worth waiting for. */
const longestWait = 2000;

/** Where a text is cut that never settles, and what must stand there so that its two sides cannot become one thing. */
function forcedCut(text: string): { readonly at: number; readonly gap: string } {
  const near = text.length - 20;
  const at = /[\uDC00-\uDFFF]/.test(text[near] ?? "") ? near - 1 : near;
  const isWithin = /^(?![A-Za-z])\p{L}(?![A-Za-z])\p{L}$/u.test(text.slice(at - 1, at + 1));
  return { at, gap: isWithin ? "" : " " };
}

/** Up to where a line is settled: the last space that nothing open stands before. */
function settledLength(text: string): number {
  let settled = 0;
  let isCode = false;
  let before = "";
  const open = { label: false, target: false, tag: false };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    const isSpace = /\s/.test(sign);
    if (isSpace && !isCode && !open.label && !open.target && !open.tag && /\S/.test(text[at + 1] ?? ""))
      settled = at + 1;
    if (sign === "`") isCode = !isCode;
    else if (!isCode) {
      if (sign === "[") open.label = true;
      else if (sign === "]") open.label = false;
      else if (sign === "(" && before === "]") open.target = true;
      else if (sign === ")") open.target = false;
      if (sign === ">") open.tag = false;
      else if (before === "<" && !isSpace) open.tag = true;
      before = sign;
    }
  }
  return settled;
}

const languages =
  "bash|sh|shell|zsh|powershell|bat|console|js|javascript|ts|typescript|tsx|jsx|json|yaml|yml|toml|xml|html|css|scss|sql|python|py|ruby|rb|go|rust|rs|java|kotlin|swift|c|cpp|csharp|cs|php|perl|lua|r|haskell|hs|scala|clojure|elixir|lisp|elisp|emacs-lisp|scheme|tex|latex|markdown|md|org|diff|ini|makefile|dockerfile|nix|csv|text|txt";
const known = new RegExp(`^(?:${languages})\\b`, "i");

/** Some readers run what a block of another kind says (queries, buttons, scripts); what no language is named for is shown. */
const safeKind = (kind: string): string => known.exec(kind.trim())?.[0].toLowerCase() ?? "";

function neutraliseWords(text: string, begins: boolean, paragraph: Paragraph): string {
  const cited = text
    .replaceAll(delimiter, "␃ 🔚 ␗")
    .replace(/【(\d{1,3})(?:[†:][^】]{0,100})?】/g, "[$1]")
    .replace(/\[\^(\d{1,3})\]/g, "[$1]")
    // What may stand between is bounded and of one kind: alternatives would be tried in all their combinations.
    .replace(/\[(\[\d{1,3}\](?:[\s,]{0,4}\[\d{1,3}\]){0,50})\](?!\()/g, "$1")
    .replace(/\[(\d{1,3}(?:\s{0,4}[,;]\s{0,4}\d{1,3}){1,50})\]/g, (_, numbers: string) =>
      numbers
        .split(/[,;]/)
        .map((number) => `[${number.trim()}]`)
        .join(""),
    );
  let safe = "";
  let end = 0;
  for (const found of cited.matchAll(code)) {
    const prose = safeProse(cited.slice(end, found.index), begins && end === 0);
    paragraph.hasDollar ||= prose.includes("$");
    const isTorn = paragraph.hasDollar && found[0].includes("$");
    safe = joined(joined(safe, prose), isTorn ? safeProse(found[0], false) : safeCode(found[0]));
    end = found.index + found[0].length;
  }
  const rest = safeProse(cited.slice(end), begins && end === 0);
  paragraph.hasDollar ||= rest.includes("$");
  return joined(safe, rest);
}

/** Marks of code that meet would be marks of another length. */
const joined = (one: string, other: string): string =>
  one.endsWith("`") && other.startsWith("`") ? `${one} ${other}` : one + other;

/** What every reader takes for code: marks of one length on both sides, none inside, and none that is meant as a sign. */
const code = /(?<![`\\])(`+)[^`]+\1(?!`)/g;

/** Inline queries of some readers begin so. */
const safeCode = (code: string): string => code.replace(/^(`+)\s*[$=]+/, "$1");

const address =
  /(?<![a-z])(?:(?:https?|ftp|file|data|javascript|obsidian|mailto|vbscript):|www\.)[^\s<>"'`\])|]*[^\s<>"'`\])|.,;:!?*_]|(?<![a-z])www\./giu;
const effects = new RegExp(
  [
    "!\\[\\[[^\\[\\]\\n]+\\]\\]",
    "!\\[[^\\[\\]\\n]*\\]\\([^()\\n]*(?:\\([^()\\n]*\\)[^()\\n]*)*\\)",
    "\\[\\[[^\\[\\]\\n]+\\]\\]",
    "\\[[^\\[\\]\\n]*\\]\\([^()\\n]*(?:\\([^()\\n]*\\)[^()\\n]*)*\\)",
    "<[a-z][a-z0-9+.-]*:[^\\s<>]+>",
    address.source,
  ].join("|"),
  "giu",
);

/** What has an effect is written as a note's would be; what is left of its signs is escaped. */
function safeProse(text: string, begins: boolean): string {
  let safe = "";
  let end = 0;
  for (const found of text.matchAll(effects)) {
    safe = joined(joined(safe, escapeSigns(text.slice(end, found.index))), inert(found[0]));
    end = found.index + found[0].length;
  }
  safe = joined(safe, escapeSigns(text.slice(end))).replace(/\](?=\()/g, "]\\");
  return begins ? safe.replace(/^([\s>*+-]*(?:\d{1,9}[.)][\s>*+-]*)?\[\d{1,3}\]):/, "$1\\:") : safe;
}

/** A citation that was made a link stays a citation. Code in a label that a formula may reach into is none. */
const inert = (effect: string): string =>
  /^\[\d{1,3}\]\(/.test(effect)
    ? effect.replace(/\(.*$/su, "")
    : neutralise(effect.includes("$") ? effect.replaceAll("`", "'") : effect);

/** A mark of escape that is there already would undo ours. */
const escapeSigns = (text: string): string =>
  text
    .replace(/\\+(?=[<&!`~]|\[\[|$)/g, "")
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/`/g, "\\`")
    .replace(/~(?=~~)/g, "\\~")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#|\w+;)/g, "\\&")
    .replace(/\](?=\()/g, "]\\")
    .replace(/\[(?=\[)/g, "\\[")
    .replace(/!(?=\[)/g, "\\!")
    .replace(/\](?=\[(?!\d{1,3}\]))/g, "]\\")
    // The beginning of where a label leads; after a citation it is a colon.
    .replace(/(?<!\[\d{1,3})\](?=:)/g, "]\\")
    .replace(/\\(?=(?:href|url|html\w*|includegraphics|class|cssId|style|data)\b)/g, "\\\\")
    .replace(/%%/g, "\\%\\%");
