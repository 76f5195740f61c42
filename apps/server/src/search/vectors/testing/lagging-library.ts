import type { IndexChanges, IndexedDocument, StoredVector } from "../../../library/index.ts";
import { aDocument } from "../../index/testing/notes.ts";
import type { WordFilters, WordIndex } from "../../index/word-index.ts";
import type { MemoryVectorIndex } from "../memory-vector-index.ts";
import { randomVector, stored } from "./a-vector.ts";

interface Document {
  readonly spaceId: string;
  readonly id: string;
  readonly version: number;
  readonly revision: number;
  readonly chunks: number;
  /** By ordinal: the parts, and the revision of vectors they came with. */
  readonly vectors: Map<number, { readonly revision: number; readonly parts: readonly Float32Array[] }>;
}

export interface Indexes {
  readonly words: WordIndex;
  readonly vectors: MemoryVectorIndex;
}

/** By document, version and ordinal: the parts. */
type Given = Map<string, Map<number, Float32Array>>;

export type Change =
  | { readonly kind: "documents"; readonly changes: IndexChanges }
  | {
      readonly kind: "vectors";
      readonly spaceId: string;
      readonly level: number;
      readonly revision: number;
      readonly vectors: readonly StoredVector[];
    };

/**
 * What the real library does to an index that follows it, by chance: documents are written anew, with some of their
 * vectors kept, and deleted; vectors come late; what was read arrives after the library has gone on.
 */
export class LaggingLibrary {
  readonly spaces = ["home", "other"];
  readonly #random: () => number;
  readonly #dimensions: number;
  readonly #documents = new Map<string, Document>();
  readonly #deleted: { readonly spaceId: string; readonly revision: number; readonly id: string }[] = [];
  readonly #revisions = new Map<string, number>();
  readonly #vectorRevisions = new Map<string, number>();
  readonly #read: { documents: Change[]; vectors: Change[] } = { documents: [], vectors: [] };
  /** Every version's vectors that an index was given. */
  #given: Given = new Map();
  #lastId = 0;

  constructor(random: () => number, dimensions: number) {
    this.#random = random;
    this.#dimensions = dimensions;
  }

  get vectors(): number {
    return this.#all().reduce((sum, { parts }) => sum + parts.length, 0);
  }

  get chunksWithVectors(): number {
    return this.#all().length;
  }

  someSpaces(): readonly string[] {
    return this.spaces.filter(() => this.#random() < 0.7);
  }

  /** One commit, and perhaps a read of what was committed. */
  happen(): void {
    const spaceId = this.#pick(this.spaces) ?? "home";
    const own = [...this.#documents.values()].filter((one) => one.spaceId === spaceId);
    const chance = this.#random();
    if (chance < 0.2) this.#write(spaceId, undefined);
    else if (chance < 0.4) this.#write(spaceId, this.#pick(own));
    else if (chance < 0.5) this.#delete(this.#pick(own));
    else this.#embed(spaceId, this.#pick(own));
  }

  /** Reads a stream for an index that stands where `index` does, and hands over what was read before: late by one. */
  pull(stream: "documents" | "vectors", { words, vectors }: Indexes): Change | undefined {
    const queue = this.#read[stream];
    if (queue.length === 0) {
      for (const spaceId of this.spaces) {
        const change =
          stream === "documents" ? this.#readDocuments(spaceId, words) : this.#readVectors(spaceId, vectors);
        if (change) queue.push(change);
      }
      if (this.#random() < 0.5) return undefined;
    }
    const change = queue.shift();
    if (change?.kind === "vectors") this.#note(change);
    return change;
  }

  /** There is something an index has yet to pull. */
  isAheadOf({ words, vectors }: Indexes): boolean {
    return this.spaces.some(
      (spaceId) =>
        words.revision(spaceId) < (this.#revisions.get(spaceId) ?? 0) ||
        vectors.revision(spaceId) < (this.#vectorRevisions.get(spaceId) ?? 0),
    );
  }

  /** What an index was given and holds now, to be put back with it. */
  held(vectors: MemoryVectorIndex): Given {
    const held = [...vectors.spaces.values()].flatMap((space) =>
      [...space.allVersions()].map(({ documentId, version }) => `${documentId} ${version} `),
    );
    const isHeld = new Set(held);
    return new Map(
      [...this.#given].flatMap(([key, parts]) =>
        isHeld.has(key.replace(/\d+$/, "")) ? [[key, new Map(parts)] as const] : [],
      ),
    );
  }

  /** An index begins again from what was kept of it; what was read for it meanwhile is lost on the way. */
  beginAgain(given: Given): void {
    this.#given = new Map([...given].map(([key, parts]) => [key, new Map(parts)]));
    this.#read.documents = [];
    this.#read.vectors = [];
  }

  /** What an index may answer: chunks of documents as `words` has them, with vectors of that version given so far. */
  seen(words: WordIndex, filters: Partial<WordFilters>): { key: string; vectors: Float32Array[] }[] {
    const all = { spaces: this.spaces, mustContain: [], mustNotContain: [], files: [], notFiles: [], ...filters };
    return [...words.passing({ filters: all, phrases: [] }).documents()].flatMap(
      ({ spaceId, documentId, version, ordinals }) =>
        ordinals.flatMap((ordinal) => {
          const parts = this.#given.get(`${documentId} ${version} ${ordinal}`);
          return parts ? [{ key: `${spaceId} ${documentId} ${ordinal}`, vectors: [...parts.values()] }] : [];
        }),
    );
  }

  #all() {
    return [...this.#documents.values()].flatMap((one) => [...one.vectors.values()]);
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  #bump(of: Map<string, number>, spaceId: string): number {
    const next = (of.get(spaceId) ?? 0) + 1;
    of.set(spaceId, next);
    return next;
  }

  #write(spaceId: string, before: Document | undefined): void {
    const revision = this.#bump(this.#revisions, spaceId);
    const chunks = Math.floor(this.#random() * 5);
    const vectors: Document["vectors"] = new Map();
    if (before && before.vectors.size > 0) {
      const kept = this.#bump(this.#vectorRevisions, spaceId);
      const moved = [...before.vectors.values()].filter(() => this.#random() < 0.7).slice(0, chunks);
      for (const [ordinal, { parts }] of moved.entries()) vectors.set(ordinal, { revision: kept, parts });
    }
    const id = before?.id ?? `018f0000-0000-7000-8000-${String(++this.#lastId).padStart(12, "0")}`;
    this.#documents.set(id, { spaceId, id, version: (before?.version ?? 0) + 1, revision, chunks, vectors });
  }

  #delete(document: Document | undefined): void {
    if (!document) return;
    this.#documents.delete(document.id);
    const revision = this.#bump(this.#revisions, document.spaceId);
    this.#deleted.push({ spaceId: document.spaceId, revision, id: document.id });
  }

  #embed(spaceId: string, document: Document | undefined): void {
    if (!document) return;
    const missing = Array.from({ length: document.chunks }, (_, at) => at).filter((at) => !document.vectors.has(at));
    const now = missing.slice(0, 1 + Math.floor(this.#random() * 3));
    if (now.length === 0) return;
    const revision = this.#bump(this.#vectorRevisions, spaceId);
    for (const ordinal of now) {
      const count = this.#random() < 0.3 ? 2 : 1;
      const parts = Array.from({ length: count }, () => randomVector(this.#dimensions, this.#random));
      document.vectors.set(ordinal, { revision, parts });
    }
  }

  #readDocuments(spaceId: string, words: WordIndex): Change | undefined {
    const since = words.revision(spaceId);
    const revision = this.#revisions.get(spaceId) ?? 0;
    if (revision === since) return undefined;
    const changed = [...this.#documents.values()].filter((one) => one.spaceId === spaceId && one.revision > since);
    const deleted = this.#deleted.filter((one) => one.spaceId === spaceId && one.revision > since).map(({ id }) => id);
    const documents = changed.map(toIndexed);
    return { kind: "documents", changes: { spaceId, revision, documents, deleted, more: false } };
  }

  #readVectors(spaceId: string, index: MemoryVectorIndex): Change | undefined {
    const since = index.revision(spaceId);
    const revision = this.#vectorRevisions.get(spaceId) ?? 0;
    if (revision === since) return undefined;
    const vectors = [...this.#documents.values()]
      .filter((one) => one.spaceId === spaceId)
      .flatMap(({ id: documentId, version, vectors: own }) =>
        [...own].flatMap(([ordinal, { revision: came, parts }]) =>
          parts.flatMap((part, number) =>
            came > since ? [{ documentId, version, ordinal, part: number, vector: stored(part) }] : [],
          ),
        ),
      );
    return { kind: "vectors", spaceId, level: this.#revisions.get(spaceId) ?? 0, revision, vectors };
  }

  #note({ vectors }: { readonly vectors: readonly StoredVector[] }): void {
    for (const { documentId, version, ordinal, part, vector } of vectors) {
      const key = `${documentId} ${version} ${ordinal}`;
      const parts = this.#given.get(key) ?? new Map<number, Float32Array>();
      parts.set(part, Float32Array.from(new Float16Array(new Uint8Array(vector).buffer)));
      this.#given.set(key, parts);
    }
  }
}

const toIndexed = ({ spaceId, id, version, chunks }: Document): IndexedDocument =>
  aDocument(
    id,
    Array.from({ length: chunks }, (_, ordinal) => ((ordinal + version) % 2 === 0 ? "even" : "odd")),
    { spaceId, version },
  );
