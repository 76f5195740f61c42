import { parse as parseYaml } from "yaml";
import { meansYes } from "./exclusion.ts";

/** YAML above this size is only looked through for the rules that keep a note out. */
const largestYaml = 64 * 1024;

export interface FrontMatter {
  /** End of the closing `---` line, its break left out; 0 when there is no front matter. */
  readonly end: number;
  readonly title: string | undefined;
  readonly tags: readonly string[];
  readonly isPrivate: boolean;
  readonly classification: string | undefined;
  readonly missing: readonly string[];
}

const absent: FrontMatter = {
  end: 0,
  title: undefined,
  tags: [],
  isPrivate: false,
  classification: undefined,
  missing: [],
};

/**
 * Reads the YAML between `---` lines at the top of a note. What keeps a note out or labels it is also looked for line
 * by line, so that a slip elsewhere in the YAML does not open a private note.
 */
export function readFrontMatter(text: string): FrontMatter {
  const opening = /^---[ \t]*\r?\n/.exec(text);
  if (!opening) return absent;
  const closing = /^(?:---|\.\.\.)[ \t]*\r?$/gm;
  closing.lastIndex = opening[0].length;
  const close = closing.exec(text);
  if (!close) return absent;
  const source = text.slice(opening[0].length, close.index);
  const end = close.index + close[0].trimEnd().length;
  const fields = readFields(source);
  return {
    end,
    title: textOf(fields?.get("title")),
    tags: [...tagsOf(fields?.get("tags")), ...tagsOf(fields?.get("tag"))],
    isPrivate: meansYes(textOf(fields?.get("private")) ?? "") || lineValue(source, "private").some(meansYes),
    classification: textOf(fields?.get("classification")) ?? lineValue(source, "classification")[0],
    missing: fields ? [] : ["The front matter is not YAML we can read; its tags and title were not taken."],
  };
}

function readFields(source: string): Map<string, unknown> | undefined {
  if (source.length > largestYaml) return undefined;
  try {
    const value: unknown = parseYaml(source, { uniqueKeys: false, logLevel: "error", maxAliasCount: 20 });
    if (value === null || value === undefined) return new Map();
    if (typeof value !== "object" || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]));
  } catch {
    return undefined; // Told as `missing`; the text itself is indexed all the same.
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;

function tagsOf(value: unknown): string[] {
  const parts = Array.isArray(value)
    ? value.flatMap((item) => textOf(item) ?? [])
    : (textOf(value) ?? "").split(/[,\s]+/);
  return parts.map((part) => part.trim().replace(/^#/, "")).filter((part) => part !== "");
}

function lineValue(source: string, key: string): string[] {
  const line = new RegExp(`^[ \\t]*["']?${key}["']?[ \\t]*:[ \\t]*([^\\n#]{1,40})`, "gim");
  return [...source.matchAll(line)].map((match) => (match[1] ?? "").trim());
}
