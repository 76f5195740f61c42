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
  let fenced = false;
  let lineBegins = true;
  const take = (whole: boolean): string => {
    let safe = "";
    for (;;) {
      const newline = waiting.indexOf("\n");
      if (newline < 0) break;
      safe += line(waiting.slice(0, newline), true);
      waiting = waiting.slice(newline + 1);
    }
    const cut = whole ? waiting.length : fenced || lineBegins ? openingOf(waiting) : settledLength(waiting);
    if (cut > 0) {
      safe += line(waiting.slice(0, cut), false);
      waiting = waiting.slice(cut);
    }
    return safe;
  };
  /** Part of a line, or the rest of one. */
  const line = (text: string, ends: boolean): string => {
    const begins = lineBegins;
    lineBegins = ends;
    const end = ends ? "\n" : "";
    const fence = begins ? /^(\s{0,3}(?:`{3,}|~{3,}))\s*([^`\n]*)$/.exec(text) : null;
    if (fence !== null) {
      fenced = !fenced;
      return `${fence[1] ?? ""}${fenced ? safeKind(fence[2] ?? "") : ""}${end}`;
    }
    if (fenced) return text.replaceAll(delimiter, "␃ 🔚 ␗") + end;
    return neutraliseWords(text, begins) + end;
  };
  /** Of a line that has only begun: nothing, until it is known to be no fence. */
  const openingOf = (text: string): number => {
    if (fenced || /^\s{0,3}(?:[`~]{0,3}|[`~]{3}.*)$/.test(text)) return 0;
    return settledLength(text);
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

/** Longer than any link or picture that is worth waiting for. */
const longestWait = 2000;

/** Up to where a line is settled: the last space that nothing open stands before. */
function settledLength(text: string): number {
  let settled = 0;
  for (const { index } of text.matchAll(/\s(?=\S)/g)) if (isClosed(text.slice(0, index))) settled = index + 1;
  return settled === 0 && text.length > longestWait ? text.length - 20 : settled;
}

function isClosed(text: string): boolean {
  const plain = text.replace(/`[^`]*`/g, "");
  if (plain.includes("`")) return false;
  const brackets =
    plain.lastIndexOf("[") > plain.lastIndexOf("]") || /\]\([^)]*$/.test(plain) || /<[^>\s][^>]*$/.test(plain);
  return !brackets;
}

const languages =
  "bash|sh|shell|zsh|powershell|bat|console|js|javascript|ts|typescript|tsx|jsx|json|yaml|yml|toml|xml|html|css|scss|sql|python|py|ruby|rb|go|rust|rs|java|kotlin|swift|c|cpp|csharp|cs|php|perl|lua|r|haskell|hs|scala|clojure|elixir|lisp|elisp|emacs-lisp|scheme|tex|latex|markdown|md|org|diff|ini|makefile|dockerfile|nix|csv|text|txt";
const known = new RegExp(`^(?:${languages})\\b`, "i");

/** Some readers run what a block of another kind says (queries, buttons, scripts); what no language is named for is shown. */
const safeKind = (kind: string): string => known.exec(kind.trim())?.[0].toLowerCase() ?? "";

function neutraliseWords(text: string, begins: boolean): string {
  const cited = text
    .replaceAll(delimiter, "␃ 🔚 ␗")
    .replace(/【(\d{1,3})(?:[†:][^】]*)?】/g, "[$1]")
    .replace(/\[\^(\d{1,3})\]/g, "[$1]")
    .replace(/\[(\[\d{1,3}\](?:\s*,?\s*\[\d{1,3}\])*)\](?!\()/g, "$1")
    .replace(/\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\]/g, (_, numbers: string) =>
      numbers
        .split(/[,;]/)
        .map((number) => `[${number.trim()}]`)
        .join(""),
    );
  return cited
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 1 ? safeCode(part) : safeProse(part, begins && index === 0)))
    .join("");
}

/** Inline queries of some readers begin so. */
const safeCode = (code: string): string => code.replace(/^(`+)\s*[$=]+/, "$1");

const address =
  /(?<![\w`])(?:(?:https?|ftp|file|data|javascript|obsidian|mailto|vbscript):|www\.)[^\s<>"'`\])|]*[^\s<>"'`\])|.,;:!?*_]/giu;
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
    safe += escapeSigns(text.slice(end, found.index)) + inert(found[0]);
    end = found.index + found[0].length;
  }
  safe += escapeSigns(text.slice(end));
  return begins ? safe.replace(/^(\s*\[[^\]\n]+\]):/, "$1\\:") : safe;
}

/** A citation that was made a link stays a citation. */
const inert = (effect: string): string =>
  /^\[\d{1,3}\]\(/.test(effect) ? effect.replace(/\(.*$/su, "") : neutralise(effect);

const escapeSigns = (text: string): string =>
  text
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#|\w+;)/g, "\\&")
    .replace(/\](?=\()/g, "]\\")
    .replace(/\[(?=\[)/g, "\\[")
    .replace(/!(?=\[)/g, "\\!")
    .replace(/\](?=\[(?!\d{1,3}\]))/g, "]\\")
    .replace(/\\(?=(?:href|url|html\w*|includegraphics|class|cssId|style|data)\b)/g, "\\\\")
    .replace(/%%/g, "\\%\\%");
