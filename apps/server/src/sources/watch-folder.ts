import { setTimeout as wait } from "node:timers/promises";
import {
  type Change,
  type Connector,
  type FolderOptions,
  folder as folderConnector,
  type Item,
} from "@khoj/connectors";
import type { IngestRoom } from "../ingest/index.ts";
import type { Library, Origin } from "../library/index.ts";
import type { Logger } from "../platform/log.ts";
import type { FolderMemory } from "./folder-memory.ts";
import { type FolderProgress, notStarted } from "./folder-progress.ts";
import type { StoredFolder } from "./folder-store.ts";
import { noteSkipped, type Skipped, takeItems } from "./take-items.ts";
import { VanishGuard } from "./vanish-guard.ts";

export interface WatchDeps {
  readonly library: Library;
  readonly ingest: IngestRoom;
  readonly log: Logger;
}

const atOnce = 200;
const tick = 250;
const retryAfter = 5000;

/** Keeps the library in step with one folder until `signal` aborts. */
export class FolderWatcher {
  readonly progress: FolderProgress;
  readonly #deps: WatchDeps;
  readonly #folder: StoredFolder;
  readonly #memory: FolderMemory;
  readonly #origin: Origin;
  readonly #guard = new VanishGuard();
  /** What came and is not in the library yet; of a name the last. */
  readonly #waiting = new Map<string, Item | Skipped>();
  /** Names the folder has. */
  readonly #present = new Set<string>();
  /** Gone from disk, kept in the library by a person's word. */
  readonly #kept: Set<string>;
  #isScanned = false;
  /** A question that was open before this watcher began is open still; it is told of when all has been seen. */
  #isAsking: boolean;
  /** How it is while nobody has to be asked. */
  #calm: Pick<FolderProgress, "state" | "reason"> = { state: "watching", reason: undefined };
  /** The folder itself is not there. */
  #isAway = false;

  constructor(deps: WatchDeps, folder: StoredFolder, memory: FolderMemory) {
    this.#deps = deps;
    this.#folder = folder;
    this.#origin = `folder:${folder.id}`;
    this.#memory = memory;
    this.#kept = new Set(memory.now.kept);
    this.#isAsking = memory.now.vanished !== undefined;
    this.progress = notStarted(false);
  }

  /** Names that wait for a person's answer. */
  async vanishedNames(): Promise<readonly string[]> {
    const stored = await this.#deps.library.namesOfOrigin(this.#folder.spaceId, this.#origin);
    return stored.filter((name) => !this.#kept.has(name) && (this.#isAway || !this.#present.has(name)));
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#read(signal), this.#work(signal)]);
  }

  async #read(signal: AbortSignal): Promise<void> {
    const connector: Connector<FolderOptions> = folderConnector;
    const options = connector.options.parse({ path: this.#folder.path });
    for await (const change of connector.read(options, { signal, follow: true })) await this.#notice(change);
  }

  async #notice(change: Change): Promise<void> {
    const now = performance.now();
    switch (change.kind) {
      case "item":
        return this.#arrive(change.item.name, change.item.identity, change.item, now);
      case "skipped":
        return this.#arrive(change.name, undefined, { name: change.name, reason: change.reason }, now);
      case "gone":
        this.#present.delete(change.name);
        this.#waiting.delete(change.name);
        this.#guard.gone(change.name, change.identity, now);
        return;
      case "complete":
        return this.#reconcile(now);
      case "unreachable": {
        this.#isAway = true;
        return this.#ask((await this.vanishedNames()).length, change.reason);
      }
      case "following":
        this.#calm = { state: change.by === "polling" ? "polling" : "watching", reason: change.note };
        if (!this.#isAsking) Object.assign(this.progress, this.#calm);
    }
  }

  #arrive(name: string, identity: string | undefined, what: Item | Skipped, now: number): void {
    this.#present.add(name);
    this.#kept.delete(name);
    this.#guard.present(name, identity, now);
    if (!this.#waiting.has(name)) this.progress.seen++;
    this.#waiting.set(name, what);
  }

  /** Everything there is was named: what is stored beyond that is gone. */
  async #reconcile(now: number): Promise<void> {
    const stored = await this.#deps.library.namesOfOrigin(this.#folder.spaceId, this.#origin);
    const missing = stored.filter((name) => !this.#present.has(name) && !this.#kept.has(name));
    for (const name of missing) this.#guard.gone(name, undefined, now);
    this.#isScanned = true;
    this.#isAway = false;
    if (!this.#isAsking) return;
    if (missing.length > 0) await this.#ask(missing.length, undefined);
    else await this.#endAsking();
  }

  /** One after the other: what arrived goes in, then what is gone goes out. */
  async #work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const didSomething = await this.#workOnce();
        if (!didSomething) await wait(tick, undefined, { signal, ref: false });
      } catch (error) {
        if (signal.aborted) return;
        this.#deps.log.warn({ folder: this.#folder.id, error }, "A watched folder has to wait");
        await wait(retryAfter, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  async #workOnce(): Promise<boolean> {
    const batch = [...this.#waiting].slice(0, atOnce);
    if (batch.length > 0) {
      await this.#takeIn(batch.map(([, what]) => what));
      for (const [name, what] of batch) if (this.#waiting.get(name) === what) this.#waiting.delete(name);
      if (this.#kept.size < this.#memory.now.kept.length) await this.#memory.change({ kept: [...this.#kept] });
      this.progress.done += batch.length;
      this.progress.lastChangeAt = new Date();
      return true;
    }
    if (!this.#isScanned || this.#isAway) return false;
    if (this.#isAsking && !this.#guard.isWaiting) await this.#endAsking();
    if (!this.#guard.isWaiting || this.#isAsking) return false;
    const verdict = this.#guard.judge(this.#present.size, performance.now());
    if (verdict === "ask") await this.#ask((await this.vanishedNames()).length, undefined);
    if (verdict !== "delete") return false;
    const names = this.#guard.take().filter((name) => !this.#present.has(name) && !this.#kept.has(name));
    await this.#deps.library.delete(this.#folder.spaceId, { fileNames: names, origin: this.#origin });
    this.progress.lastChangeAt = new Date();
    return true;
  }

  async #takeIn(batch: readonly (Item | Skipped)[]): Promise<void> {
    const { ingest, library } = this.#deps;
    const items = batch.filter((what): what is Item => "content" in what);
    const skipped = batch.filter((what): what is Skipped => "reason" in what);
    if (items.length > 0) await takeItems(ingest, this.#folder.spaceId, this.#origin, items);
    if (skipped.length > 0) await noteSkipped(library, this.#folder.spaceId, this.#origin, skipped);
  }

  /** Written down before it is told: a question that somebody saw is there after a restart. */
  async #ask(vanished: number, reason: string | undefined): Promise<void> {
    await this.#memory.change({ vanished });
    this.#isAsking = true;
    const files = vanished === 1 ? "1 file" : `${vanished} files`;
    this.progress.state = vanished === 0 ? "failed" : "asking";
    this.progress.vanished = vanished;
    this.progress.reason = reason ?? `${files} disappeared at once; nothing is deleted until you say what to do`;
    this.#deps.log.info({ folder: this.#folder.id, vanished }, "Files of a folder vanished at once");
  }

  async #endAsking(): Promise<void> {
    await this.#memory.change({ vanished: undefined });
    this.#isAsking = false;
    Object.assign(this.progress, this.#calm);
    this.progress.vanished = undefined;
    this.#deps.log.info({ folder: this.#folder.id }, "The files of a folder are back");
  }
}
