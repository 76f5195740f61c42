import path from "node:path";
import type { Change, ReadContext } from "../connector.ts";
import { type DirtyPaths, dirtyPaths } from "./dirty-paths.ts";
import { type BytePath, joinBytes, showName } from "./entry-name.ts";
import type { FolderOptions } from "./folder.ts";
import { type IgnoreRules, ignoreFileName, openIgnoreRules } from "./ignore-files.ts";
import { readNote, reasonOf } from "./open-note.ts";
import { keyOf, lookAtRoot, type Seen, walk } from "./snapshot.ts";
import { type FolderWatch, openFolderWatch, whyNoEvents } from "./watch-folders.ts";

const everything: BytePath = Buffer.alloc(0);
/** Events can be lost; now and then everything is looked at. */
const lookAgainEvery = 600_000;

/**
 * Compares what is in the folder with what was seen before, as a whole at first and when polling, and path by path as
 * events name them. An event is only a hint where to look, so that a lost, doubled or late one does no harm.
 */
export class FolderReader {
  readonly #options: FolderOptions;
  readonly #context: ReadContext;
  readonly #root: BytePath;
  readonly #seen = new Map<string, Seen>();
  readonly #dirty: DirtyPaths;
  readonly #watch: FolderWatch;
  #trouble: string | undefined;
  #polls = false;
  /** The root as it was last seen; undefined while it is not there. */
  #rootIdentity: string | undefined;

  constructor(options: FolderOptions, context: ReadContext) {
    this.#options = options;
    this.#context = context;
    this.#root = Buffer.from(path.resolve(options.path), "utf8");
    this.#dirty = dirtyPaths(options.settle, context.signal);
    this.#watch = openFolderWatch(this.#root, this.#dirty.mark, (trouble) => {
      this.#trouble ??= trouble;
    });
  }

  async *changes(): AsyncGenerator<Change, void, undefined> {
    try {
      this.#trouble = await whyNoEvents(this.#root).catch(() => undefined);
      this.#polls = !this.#context.follow || this.#options.poll || this.#trouble !== undefined;
      yield* this.#compareAll();
      if (!this.#context.follow) return;
      yield* this.#follow();
    } finally {
      this.#watch.close();
    }
  }

  async *#follow(): AsyncGenerator<Change, void, undefined> {
    this.#polls ||= this.#trouble !== undefined;
    yield { kind: "following", by: this.#polls ? "polling" : "events", note: this.#trouble };
    while (!this.#context.signal.aborted) {
      const waits = this.#polls || this.#rootIdentity === undefined;
      const { pollEvery } = this.#options;
      const paths = waits ? await this.#dirty.after(pollEvery) : await this.#dirty.next(lookAgainEvery);
      if (this.#context.signal.aborted) return;
      const looksEverywhere = waits || paths.length === 0 || paths.some(isIgnoreFile) || (await this.#isRootAnother());
      if (looksEverywhere) yield* this.#compareAll();
      else for (const at of outermost(paths)) yield* this.#compare(at);
      if (this.#polls || this.#trouble === undefined) continue;
      this.#polls = true;
      yield { kind: "following", by: "polling", note: this.#trouble };
    }
  }

  /** The whole folder; says `complete` after the first time and after the root had been away. */
  async *#compareAll(): AsyncGenerator<Change, void, undefined> {
    const before = this.#rootIdentity;
    const isFirst = this.#seen.size === 0;
    try {
      this.#rootIdentity = (await lookAtRoot(this.#root)).identity;
      yield* this.#compare(everything);
    } catch (error) {
      this.#rootIdentity = undefined;
      if (before !== undefined || isFirst) yield unreachable(error as NodeJS.ErrnoException);
      if (isFirst) this.#seen.set("", { path: everything, kind: "folder", mark: "", identity: "" });
      return;
    }
    if (before === undefined && !this.#context.signal.aborted) yield { kind: "complete" };
  }

  /** Names what is new, changed or gone at `at` and below it. */
  async *#compare(at: BytePath): AsyncGenerator<Change, void, undefined> {
    const onFolder = this.#polls ? undefined : (folder: Seen) => this.#watch.add(folder.path, folder.identity);
    const context = { root: this.#root, signal: this.#context.signal, onFolder };
    const present = new Set<string>();
    for await (const seen of walk(context, at, await this.#rulesAbove(at))) {
      present.add(keyOf(seen.path));
      yield* this.#note(seen);
    }
    if (this.#context.signal.aborted) return;
    for (const seen of this.#under(at)) {
      if (present.has(keyOf(seen.path))) continue;
      this.#seen.delete(keyOf(seen.path));
      if (seen.kind === "folder") this.#watch.remove(seen.path);
      else yield { kind: "gone", name: this.#nameOf(seen.path), identity: seen.identity };
    }
  }

  *#note(seen: Seen): Generator<Change, void, undefined> {
    const before = this.#seen.get(keyOf(seen.path));
    if (before?.kind === seen.kind && before.mark === seen.mark) return;
    this.#seen.set(keyOf(seen.path), seen);
    if (seen.kind === "folder") return;
    const name = this.#nameOf(seen.path);
    if (seen.kind === "skipped") {
      yield { kind: "skipped", name, reason: seen.reason ?? "not a note" };
      return;
    }
    const content = () => readNote(this.#root, seen.path);
    yield { kind: "item", item: { name, relativeName: showName(seen.path), identity: seen.identity, content } };
  }

  /** Not there any more, or another folder at the same path: events of the old one say nothing of it. */
  async #isRootAnother(): Promise<boolean> {
    const now = await lookAtRoot(this.#root).catch(() => undefined);
    return now?.identity !== this.#rootIdentity;
  }

  #under(at: BytePath): readonly Seen[] {
    const own = this.#seen.get(keyOf(at));
    if (at.length > 0 && own?.kind !== "folder") return own === undefined ? [] : [own];
    const within = at.length === 0 ? "" : `${keyOf(at)}/`;
    const below = [...this.#seen].filter(([key]) => key !== "" && key.startsWith(within)).map(([, seen]) => seen);
    return at.length === 0 || own === undefined ? below : [...below, own];
  }

  /** The ignore files from the root down to the folder that holds `at`. */
  async #rulesAbove(at: BytePath): Promise<IgnoreRules> {
    let rules = await openIgnoreRules(this.#root);
    if (at.length > 0) rules = await rules.enter(everything);
    for (let slash = at.indexOf("/"); slash >= 0; slash = at.indexOf("/", slash + 1))
      rules = await rules.enter(at.subarray(0, slash));
    return rules;
  }

  #nameOf(relative: BytePath): string {
    return showName(joinBytes(this.#root, relative));
  }
}

const unreachable = (error: NodeJS.ErrnoException): Change => ({
  kind: "unreachable",
  reason: error.code === "ENOENT" ? "the folder is not there" : `the folder cannot be read: ${reasonOf(error)}`,
});

const isIgnoreFile = (changed: BytePath): boolean => keyOf(changed).split("/").at(-1) === ignoreFileName;

/** Without paths that lie below another one of them. */
function outermost(paths: readonly BytePath[]): readonly BytePath[] {
  const kept: BytePath[] = [];
  for (const next of paths.toSorted(Buffer.compare)) {
    const last = kept.at(-1);
    if (last === undefined || !`${keyOf(next)}/`.startsWith(`${keyOf(last)}/`)) kept.push(next);
  }
  return kept;
}
