import type { BigIntStats } from "node:fs";
import { type BytePath, showName } from "./entry-name.ts";
import type { IgnoreRules } from "./ignore-files.ts";

/** What an entry of a folder is to us. `hush`: left out without a word, as the folder's own machinery. */
export type Verdict =
  | { readonly kind: "note" }
  | { readonly kind: "folder" }
  | { readonly kind: "skip"; readonly reason: string }
  | { readonly kind: "hush" };

/** Written by programs for themselves all the time: naming each would only be noise. */
const machinery = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\.khojignore|~\$.*|\.~lock\..*#|\.#.*|#.*#|.*\.sw[px]|.*~)$/;

export function judgeEntry(relative: BytePath, stat: BigIntStats, rules: IgnoreRules): Verdict {
  const name = showName(relative.subarray(relative.lastIndexOf("/") + 1));
  const isFolder = stat.isDirectory();
  if (machinery.test(name)) return { kind: "hush" };
  if (/^\..*\.icloud$/.test(name)) return skip("kept in the cloud; not on this disk");
  if (name.startsWith(".")) return skip(isFolder ? "a hidden folder" : "a hidden file");
  if (rules.ignores(relative, isFolder)) return skip(".khojignore");
  if (isFolder) return { kind: "folder" };
  if (stat.isSymbolicLink()) return skip("a link; only what lies in the folder itself is read");
  if (stat.isFIFO()) return skip("a FIFO, not a file");
  if (stat.isSocket()) return skip("a socket, not a file");
  if (!stat.isFile()) return skip("a device, not a file");
  if (isPlaceholder(stat)) return skip("kept in the cloud; not on this disk");
  return { kind: "note" };
}

const skip = (reason: string): Verdict => ({ kind: "skip", reason });

/** A file that claims a length and has no blocks is fetched when opened. Only there: file systems differ elsewhere. */
const isPlaceholder = (stat: BigIntStats): boolean =>
  process.platform === "darwin" && stat.blocks === 0n && stat.size > 4096n;
