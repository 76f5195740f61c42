import type { BigIntStats } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";
import { type BytePath, joinBytes } from "./entry-name.ts";
import type { IgnoreRules } from "./ignore-files.ts";
import { judgeEntry } from "./judge-entry.ts";
import { reasonOf } from "./open-note.ts";

/** What was seen of one path. */
export interface Seen {
  readonly path: BytePath;
  readonly kind: "note" | "folder" | "skipped";
  /** Changes whenever the content may have: size, time of change, inode. For what is skipped, the reason. */
  readonly mark: string;
  readonly identity: string;
  readonly reason?: string | undefined;
}

/** The key of a path in a map: every byte as one character. */
export const keyOf = (path: BytePath): string => path.toString("latin1");

export interface Walk {
  readonly root: BytePath;
  readonly signal: AbortSignal;
  /** Before a folder is read, so that no change falls between reading and watching. */
  readonly onFolder?: ((folder: Seen) => void) | undefined;
}

/** Everything below `path`, itself included; nothing when it is not there. Throws when the root itself cannot be read. */
export async function* walk(context: Walk, path: BytePath, rules: IgnoreRules): AsyncGenerator<Seen, void, undefined> {
  const first = path.length === 0 ? await lookAtRoot(context.root) : await look(context.root, path, rules);
  const waiting = first === undefined ? [] : [{ seen: first, rules }];
  for (let next = waiting.pop(); next !== undefined && !context.signal.aborted; next = waiting.pop()) {
    if (next.seen.kind !== "folder") {
      yield next.seen;
      continue;
    }
    context.onFolder?.(next.seen);
    const inside = await next.rules.enter(next.seen.path);
    const entries = await readEntries(context.root, next.seen.path, inside);
    if ("unreadable" in entries) {
      yield { ...next.seen, kind: "skipped", mark: entries.unreadable, reason: entries.unreadable };
      continue;
    }
    yield next.seen;
    // Backwards, since the last put is the next taken: the order of names is kept.
    for (const seen of entries.seen.reverse()) waiting.push({ seen, rules: inside });
  }
}

const atOnce = 64;

async function readEntries(
  root: BytePath,
  folder: BytePath,
  rules: IgnoreRules,
): Promise<{ readonly seen: Seen[] } | { readonly unreadable: string }> {
  let names: Buffer[];
  try {
    names = await readdir(joinBytes(root, folder), { encoding: "buffer" });
  } catch (error) {
    if (folder.length === 0) throw error;
    const code = error as NodeJS.ErrnoException;
    return code.code === "ENOENT" ? { seen: [] } : { unreadable: reasonOf(code) };
  }
  names.sort(Buffer.compare);
  const seen: Seen[] = [];
  for (let start = 0; start < names.length; start += atOnce) {
    const some = names.slice(start, start + atOnce).map((name) => look(root, joinBytes(folder, name), rules));
    for (const one of await Promise.all(some)) if (one !== undefined) seen.push(one);
  }
  return { seen };
}

/** The folder may be named by a link; what is in it may not. */
export async function lookAtRoot(root: BytePath): Promise<Seen> {
  const status = await stat(joinBytes(root, Buffer.from(".")), { bigint: true });
  return { path: Buffer.alloc(0), kind: "folder", mark: "", identity: identityOfFolder(status) };
}

/** An inode's number is given out again at once; its time of birth is not. */
const identityOfFolder = ({ dev, ino, birthtimeNs }: BigIntStats): string => `${dev}:${ino}:${birthtimeNs}`;

async function look(root: BytePath, path: BytePath, rules: IgnoreRules): Promise<Seen | undefined> {
  const status = await lstat(joinBytes(root, path), { bigint: true }).catch((error: NodeJS.ErrnoException) => error);
  if (status instanceof Error) {
    if (status.code === "ENOENT" || status.code === "ENOTDIR") return undefined;
    return { path, kind: "skipped", mark: status.code ?? "", identity: "", reason: reasonOf(status) };
  }
  const verdict = judgeEntry(path, status, rules);
  const identity = `${status.dev}:${status.ino}`;
  if (verdict.kind === "hush") return undefined;
  if (verdict.kind === "folder") return { path, kind: "folder", mark: "", identity: identityOfFolder(status) };
  if (verdict.kind === "skip") return { path, kind: "skipped", mark: verdict.reason, identity, reason: verdict.reason };
  return { path, kind: "note", mark: markOf(status), identity };
}

const markOf = (stat: BigIntStats): string => `${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}:${stat.ino}`;
