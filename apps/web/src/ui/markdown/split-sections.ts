/** A piece of a long note that can be read and shown by itself. */
export interface Section {
  readonly start: number;
  readonly end: number;
}

const wanted = 3_000;
const longest = 12_000;

/** Cuts Markdown at headings, and very long stretches at blank lines, never inside a fence. */
export function splitMarkdown(text: string): readonly Section[] {
  let fence: string | undefined;
  return split(text, (line, previousBlank, length) => {
    const opened = /^\s{0,3}(`{3,}|~{3,}|\$\$)/.exec(line)?.[1];
    if (fence !== undefined) {
      if (opened?.startsWith(fence) === true) fence = undefined;
      return false;
    }
    if (opened !== undefined && !(opened === "$$" && /\$\$.*\$\$\s*$/.test(line))) fence = opened.slice(0, 3);
    if (/^#{1,6}\s/.test(line)) return length >= wanted;
    return previousBlank && length >= longest && /^[^\s>|\-+*\d]/.test(line) && fence === undefined;
  });
}

/** Cuts Org at headlines, and very long stretches at blank lines, never inside a block or drawer. */
export function splitOrg(text: string): readonly Section[] {
  let inside = false;
  return split(text, (line, previousBlank, length) => {
    if (/^\*+\s/.test(line)) {
      inside = false;
      return length >= wanted;
    }
    if (/^\s*(#\+begin_|:[\w-]+:\s*$)/i.test(line)) inside = true;
    if (/^\s*(#\+end_|:end:)/i.test(line)) {
      inside = false;
      return false;
    }
    return previousBlank && !inside && length >= longest && /^[^\s|\-+\d]/.test(line);
  });
}

/** Cuts at line ends, every `lines` lines or 40,000 characters. */
export function splitLines(text: string, lines: number): readonly Section[] {
  let count = 0;
  return split(text, (_, __, length) => {
    count += 1;
    if (count <= lines && length < 40_000) return false;
    count = 1;
    return true;
  });
}

function split(
  text: string,
  cutBefore: (line: string, previousBlank: boolean, length: number) => boolean,
): readonly Section[] {
  const sections: Section[] = [];
  let start = 0;
  let previousBlank = true;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const next = newline === -1 ? text.length : newline + 1;
    const line = text.slice(at, next);
    if (cutBefore(line, previousBlank, at - start) && at > start) {
      sections.push({ start, end: at });
      start = at;
    }
    previousBlank = line.trim() === "";
    at = next;
  }
  sections.push({ start, end: text.length });
  return sections;
}

/** Link and footnote definitions of the whole note, for the sections that use but do not hold them. */
export function definitionsOf(text: string): string {
  const found = text.match(/^ {0,3}\[[^\]\n]+\]:[ \t]*\S.*$/gm) ?? [];
  return found.slice(0, 2_000).join("\n\n");
}
