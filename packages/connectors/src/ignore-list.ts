/** Rules in the syntax of .gitignore, one a line, in any case. */
export interface IgnoreList {
  /** What the last rule that speaks of this path says: it stays out, or an exception (`!`) lets it in. */
  judge(path: string, isFolder: boolean): "out" | "in" | undefined;
}

/**
 * Reads such rules. They may come from anybody's folder, and what they are matched with, too: so each is matched by
 * hand, in steps no more than its length times the path's. As a regular expression a rule with many `**` would take for ever.
 */
export function readIgnoreList(text: string): IgnoreList {
  const rules = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .flatMap(readRule);
  const ruleFor = (segments: readonly string[], isFolder: boolean): Rule | undefined =>
    rules.findLast((rule) => (isFolder || !rule.foldersOnly) && matches(rule.parts, segments));
  // Names come folder by folder.
  let before = { folder: "", isOut: false };
  const isOut = (folder: readonly string[]): boolean => {
    const joined = folder.join("/");
    if (before.folder !== joined) {
      const above = folder.length > 1 && isOut(folder.slice(0, -1));
      before = { folder: joined, isOut: above || ruleFor(folder, true)?.lets === "out" };
    }
    return before.isOut;
  };
  return {
    judge(path, isFolder) {
      if (rules.length === 0) return undefined;
      const segments = path.toLowerCase().split("/");
      // Nothing is let in below a folder that is out.
      if (segments.length > 1 && isOut(segments.slice(0, -1))) return "out";
      return ruleFor(segments, isFolder)?.lets;
    },
  };
}

interface Rule {
  readonly lets: "out" | "in";
  readonly foldersOnly: boolean;
  readonly parts: readonly Step[];
}

/** Whether a segment of a path, or a character of a segment, is the one meant. */
type Test = (text: string) => boolean;
/** Stands for any number of segments (`**`) or characters (`*`). */
const gap = null;
type Step = Test | typeof gap;

function readRule(line: string): Rule[] {
  const isException = line.startsWith("!");
  const written = withoutBlanksBehind(isException ? line.slice(1) : line);
  if (written === "" || line.startsWith("#")) return [];
  const foldersOnly = written.endsWith("/");
  const path = foldersOnly ? written.slice(0, -1) : written;
  if (path === "") return [];
  const parts = path.replace(/^\//, "").split("/").map(readPart);
  // Without a slash it means a name anywhere; `a/**` means what is in `a`, and not `a` itself.
  if (!path.includes("/")) parts.unshift(gap);
  if (parts.at(-1) === gap) parts.push(() => true);
  return [{ lets: isException ? "in" : "out", foldersOnly, parts }];
}

function withoutBlanksBehind(line: string): string {
  const end = line.trimEnd();
  const escapes = /\\*$/.exec(end)?.[0].length ?? 0;
  return escapes % 2 === 1 && end.length < line.length ? line.slice(0, end.length + 1) : end;
}

const readPart = (text: string): Step => (text === "**" ? gap : readGlob(text));

/** The pattern of one segment: `*`, `?`, `[a-z]`, `[!a-z]`, `\` before what is meant as it is. */
function readGlob(text: string): Test {
  if (!/[*?[\\]/.test(text)) {
    const name = text.toLowerCase();
    return (segment) => segment === name;
  }
  const steps: Step[] = [];
  const characters = Array.from(text);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    if (character === "*") steps.push(gap);
    else if (character === "?") steps.push(() => true);
    else if (character === "[") {
      const end = characters.indexOf("]", at + (/[!^]/.test(characters[at + 1] ?? "") ? 3 : 2));
      if (end < 0) return () => false;
      steps.push(readClass(characters.slice(at + 1, end)));
      at = end;
    } else if (character === "\\") {
      at++;
      const meant = characters[at]?.toLowerCase();
      steps.push((one) => one === meant);
    } else {
      const meant = character.toLowerCase();
      steps.push((one) => one === meant);
    }
  }
  return (segment) => matches(steps, Array.from(segment));
}

/** What stands between `[` and `]`. */
function readClass(characters: readonly string[]): Test {
  const isNot = /^[!^]$/.test(characters[0] ?? "");
  const ranges: [string, string][] = [];
  for (let at = isNot ? 1 : 0; at < characters.length; at++) {
    if (characters[at] === "\\") at++;
    const from = characters[at] ?? "\\";
    const isRange = characters[at + 1] === "-" && at + 2 < characters.length;
    if (isRange) at += characters[at + 2] === "\\" ? 3 : 2;
    ranges.push([from, isRange ? (characters[at] ?? from) : from]);
  }
  const has = (one: string): boolean => ranges.some(([from, to]) => from <= one && one <= to);
  return (one) => (has(one) || has(one.toUpperCase())) !== isNot;
}

/** Whether the steps take all items in order, a gap any number of them. Going back to the last gap is always enough. */
function matches(steps: readonly Step[], items: readonly string[]): boolean {
  let step = 0;
  let item = 0;
  let afterGap = -1;
  let gapEnd = 0;
  while (item < items.length) {
    const next = steps[step];
    if (next === gap) {
      afterGap = ++step;
      gapEnd = item;
    } else if (next?.(items[item] as string)) {
      step++;
      item++;
    } else if (afterGap >= 0) {
      step = afterGap;
      item = ++gapEnd;
    } else return false;
  }
  while (steps[step] === gap) step++;
  return step === steps.length;
}
