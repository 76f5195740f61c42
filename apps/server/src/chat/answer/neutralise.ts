/**
 * Note text as Markdown that shows the same words and does nothing: no image is fetched, no link followed or previewed,
 * no HTML read, no formula, query or embed run, whichever client renders it. A link shows where it goes, as text.
 */
export function neutralise(text: string): string {
  return text.replace(invisible, "").replaceAll("␃🔚␗", "␃ 🔚 ␗").split("\n").map(neutraliseLine).join("\n");
}

/** For a name inside a link or a heading: one line, nothing in it that could end either. */
export const neutraliseLabel = (text: string): string =>
  neutralise(text.replace(/\s+/g, " ").trim().replaceAll("[", "(").replaceAll("]", ")"));

/** Control characters, and those that turn the direction of text so that it reads as something else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const invisible = /[\0-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const neutraliseLine = (line: string): string => {
  const indent = /^\s*/.exec(line)?.[0].replaceAll("\t", "  ").slice(0, 3) ?? "";
  return indent + startOfLine(rewrite(line.trim()));
};

/** What has an effect is rewritten as words; everything between is escaped. */
function rewrite(line: string): string {
  let safe = "";
  let end = 0;
  for (const found of line.matchAll(effects)) {
    safe += escapeMarkdown(line.slice(end, found.index)) + inert(found);
    end = found.index + found[0].length;
  }
  return safe + escapeMarkdown(line.slice(end));
}

const address = "[a-z][a-z0-9+.-]*:[^\\s<>\\]]+";
const effects = new RegExp(
  [
    "!\\[\\[(?<embed>[^\\[\\]\\n]+)\\]\\]",
    "!\\[(?<alt>[^\\[\\]\\n]*)\\]\\((?<image>[^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*)(?:\\s[^()]*)?\\)",
    "\\[\\[(?<orgTarget>[^\\[\\]\\n]+)\\]\\[(?<orgLabel>[^\\[\\]\\n]+)\\]\\]",
    "\\[\\[(?<wiki>[^\\[\\]\\n]+)\\]\\]",
    "\\[(?<label>[^\\[\\]\\n]*)\\]\\((?<target>[^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*)(?:\\s[^()]*)?\\)",
    `<(?<auto>${address})>`,
    "(?<bare>(?:(?:https?|ftp|file|data|javascript|obsidian|mailto):|www\\.)[^\\s<>\"'`\\]]*[^\\s<>\"'`\\].,;:!?)]|www\\.)",
    "`(?<code>[^`\\n]+)`",
    "(?<!\\w)(?:\\*\\*(?<bold>[^\\s*](?:[^*]*[^\\s*])?)\\*\\*|__(?<strong>[^\\s_](?:[^_]*[^\\s_])?)__|\\*(?<stress>[^\\s*](?:[^*]*[^\\s*])?)\\*|_(?<lean>[^\\s_](?:[^_]*[^\\s_])?)_)(?![\\w*])",
    "\\[(?<referred>[^\\[\\]\\n]+)\\]\\[[^\\[\\]\\n]*\\]",
  ].join("|"),
  "giu",
);

function inert(found: RegExpExecArray): string {
  const {
    embed,
    alt,
    image,
    orgTarget,
    orgLabel,
    wiki,
    label,
    target,
    auto,
    bare,
    code,
    bold,
    strong,
    stress,
    lean,
    referred,
  } = found.groups ?? {};
  if (embed !== undefined) return `${rewrite(embed)} (embedded)`;
  if (image !== undefined) return `${rewrite(alt || "picture")} (picture: ${where(image)})`;
  if (orgLabel !== undefined) return `${rewrite(orgLabel)} (${where(orgTarget ?? "")})`;
  if (wiki !== undefined) return wiki.includes(":") ? where(wiki) : rewrite(wiki.split("|").at(-1) ?? wiki);
  if (target !== undefined) return `${rewrite(label ?? "")} (${where(target)})`;
  if (code !== undefined) return /^\s*[$=]/.test(code) ? ["\\`", rewrite(code), "\\`"].join("") : `\`${code}\``;
  if (auto !== undefined || bare !== undefined) return where(auto ?? bare ?? "");
  return rewrite(bold ?? strong ?? stress ?? lean ?? referred ?? "");
}

/** A target as code: shown, never turned into a link by a client that looks for addresses. */
const where = (target: string): string =>
  target === "" ? "no address" : `\`${target.replace(/^[$=]/, "").replaceAll("`", "%60").replaceAll("$", "%24")}\``;

const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`[\]<>~$]/g, "\\$&")
    .replace(/&(?=#|\w)/g, "\\&")
    .replace(/%%|==|\^/g, "\\$&")
    .replace(/(?<![\s])\*|\*(?![\s])/g, "\\*")
    .replace(/(?<!\w)_|_(?!\w)/g, "\\_")
    // What a client would make a link of by itself.
    .replace(/(?<=[\w.+-])@(?=[\w-])/g, "\\@");

/** Headings, rules, quotes and tables are block syntax; a list stays a list. */
const startOfLine = (line: string): string =>
  line
    .replace(/^(#+)(?=\s|$)/, "\\$1")
    .replace(/^(=+|-{2,}|\+{3,}|(?:[-_*]\s*){3,})$/, "\\$1")
    .replace(/^(?=[\s:|]*-)([\s:|-]+)$/, "\\$1");
