import { readIgnoreList } from "@khoj/connectors";

/** Which names stay out: a person's ignore list and the paths they excluded one by one. */
export interface PathRules {
  /** The rule that keeps this name out, in words; undefined when none does. */
  excludes(fileName: string, relativeName?: string): string | undefined;
}

/** `list` is in gitignore's syntax, one pattern a line; `paths` are whole names. */
export function makePathRules(list: string, paths: ReadonlySet<string>): PathRules {
  const patterns = readIgnoreList(list);
  const isIgnored = (name: string): boolean => {
    const plain = toRelative(name);
    return plain !== "" && patterns.judge(plain, false) === "out";
  };
  return {
    excludes(fileName, relativeName) {
      if (paths.has(fileName)) return "this path is excluded";
      if (isIgnored(fileName) || (relativeName !== undefined && isIgnored(relativeName))) return "the ignore list";
      return undefined;
    },
  };
}

/** Patterns look at a path below a root: drive, leading slashes, `.` and `..` say nothing to them. */
function toRelative(name: string): string {
  return name
    .replace(/^[A-Za-z]:(?=[\\/])/, "")
    .split(/[\\/]+/)
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/");
}
