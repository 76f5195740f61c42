import type { StoredVector } from "../../library/index.ts";
import type { DocumentRecord } from "../index/segment.ts";
import { largestSlab, SlabMemory } from "./slab-memory.ts";
import { wholeProduct, writeVector } from "./two-byte-vector.ts";
import type { SectionVector, SectionVersion } from "./vector-section.ts";

/** The vectors of one version of a document. */
export interface VersionVectors {
  readonly documentId: string;
  readonly version: number;
  /** The document as the word index has it, when that is this version: only then its vectors are answered. */
  record: DocumentRecord | undefined;
  /** The revision of documents they were read at: a word index that has come so far knows whether the version still is. */
  level: number;
  /** Ordinal and part of each vector, ascending where they came in order; and where each stands. */
  keys: number[];
  places: number[];
}

export interface Slab {
  readonly offset: number;
  readonly capacity: number;
  /** Slots used so far, free ones among them. */
  count: number;
  readonly free: number[];
  readonly holders: (VersionVectors | undefined)[];
  readonly ordinals: Uint32Array;
}

const partsOf = 65_536;

/** All vectors of a space, by document. What is forgotten is overwritten at once. */
export class SpaceVectors {
  readonly #memory: SlabMemory;
  readonly #dimensions: number;
  readonly slabs: (Slab | undefined)[] = [];
  readonly documents = new Map<string, VersionVectors[]>();
  readonly #waiting = new Set<VersionVectors>();
  /** Slabs with room. */
  readonly #roomy = new Set<number>();
  revision = 0;
  vectors = 0;

  constructor(memory: SlabMemory, dimensions: number) {
    this.#memory = memory;
    this.#dimensions = dimensions;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes a vector in, once; false when there is no room. */
  put({ documentId, version, ordinal, part, vector }: StoredVector, level: number): boolean {
    const own = this.#versionOf(documentId, version, level);
    return this.#put(own, ordinal * partsOf + part, (coarse, rest) => writeVector(vector, coarse, rest));
  }

  /** Takes in what `read` gave. */
  restore({ documentId, version, level, vectors }: SectionVersion): boolean {
    const own = this.#versionOf(documentId, version, level);
    return vectors.every((vector) =>
      this.#put(own, vector.key, (coarse, rest) => {
        coarse.set(vector.coarse);
        rest.set(vector.rest);
        return vector.scale;
      }),
    );
  }

  *allVersions(): Generator<VersionVectors> {
    for (const versions of this.documents.values()) yield* versions;
  }

  /** Some vectors of a version, as they stand here. */
  read(own: VersionVectors, from: number, to: number): SectionVector[] {
    return own.places.slice(from, to).map((place, at) => {
      const { slab, slot } = this.#at(place);
      return {
        key: own.keys[from + at] as number,
        scale: this.#memory.scale(slab.offset, slab.capacity, slot),
        coarse: this.#memory.coarse(slab.offset, slot, this.#dimensions),
        rest: this.#memory.rest(slab.offset, slab.capacity, slot, this.#dimensions),
      };
    });
  }

  #put(own: VersionVectors, key: number, write: (coarse: Int8Array, rest: Int8Array) => number): boolean {
    const last = own.keys.at(-1);
    if (last !== undefined && key <= last && own.keys.includes(key)) return true;
    const place = this.#takePlace();
    if (place === undefined) return false;
    const { slab, slot } = this.#at(place);
    const ordinal = Math.floor(key / partsOf);
    const coarse = this.#memory.coarse(slab.offset, slot, this.#dimensions);
    this.#memory.setScale(
      slab.offset,
      slab.capacity,
      slot,
      write(coarse, this.#memory.rest(slab.offset, slab.capacity, slot, this.#dimensions)),
    );
    slab.holders[slot] = own;
    slab.ordinals[slot] = ordinal;
    // An array that grows has room for sixteen more: most documents have few vectors, and there are many documents.
    if (last === undefined) {
      own.keys = [key];
      own.places = [place];
    } else {
      own.keys.push(key);
      own.places.push(place);
    }
    this.vectors++;
    this.#light(own, place, ordinal);
    return true;
  }

  /** Says what the word index has of a document, having come to `revision`; what cannot be answered any more goes. */
  settle(documentId: string, record: DocumentRecord | undefined, revision: number): number {
    let gone = 0;
    for (const own of this.documents.get(documentId) ?? []) {
      const isOld = record ? own.version < record.version : own.record !== undefined || own.level <= revision;
      if (isOld) gone += this.#forget(own);
      else this.#link(own, record?.version === own.version ? record : undefined);
    }
    return gone;
  }

  /** Settles those whose document the word index did not have yet. */
  settleWaiting(find: (documentId: string) => DocumentRecord | undefined, revision: number): number {
    let gone = 0;
    for (const own of [...this.#waiting]) {
      if (own.level <= revision) gone += this.settle(own.documentId, find(own.documentId), revision);
    }
    return gone;
  }

  /** Gives everything back. */
  clear(): void {
    for (const slab of this.slabs) if (slab) this.#memory.release(slab.offset, slab.capacity);
  }

  /** The product with the query that the memory holds, exactly but for that query's scale. */
  product(slab: Slab, slot: number): number {
    const { coarse, rest } = this.#memory.products(slab.offset, slab.capacity, slot);
    return wholeProduct(coarse, rest, this.#memory.scale(slab.offset, slab.capacity, slot));
  }

  #versionOf(documentId: string, version: number, level: number): VersionVectors {
    const known = this.documents.get(documentId) ?? [];
    const found = known.find((one) => one.version === version);
    if (found) {
      found.level = Math.max(found.level, level);
      return found;
    }
    const own: VersionVectors = { documentId, version, record: undefined, level, keys: [], places: [] };
    this.documents.set(documentId, [...known, own]);
    this.#waiting.add(own);
    return own;
  }

  #link(own: VersionVectors, record: DocumentRecord | undefined): void {
    own.record = record;
    if (record) this.#waiting.delete(own);
    else this.#waiting.add(own);
    for (const [at, place] of own.places.entries()) {
      this.#light(own, place, Math.floor((own.keys[at] as number) / partsOf));
    }
  }

  #light(own: VersionVectors, place: number, ordinal: number): void {
    const { slab, slot } = this.#at(place);
    const isLive = own.record !== undefined && ordinal < own.record.count;
    this.#memory.live(slab.offset, slab.capacity)[slot] = isLive ? 1 : 0;
  }

  #forget(own: VersionVectors): number {
    for (const place of own.places) {
      const { slab, slot } = this.#at(place);
      this.#memory.live(slab.offset, slab.capacity)[slot] = 0;
      this.#memory.coarse(slab.offset, slot, this.#dimensions).fill(0);
      this.#memory.rest(slab.offset, slab.capacity, slot, this.#dimensions).fill(0);
      slab.holders[slot] = undefined;
      slab.free.push(slot);
      this.#roomy.add(Math.floor(place / largestSlab));
      if (slab.free.length === slab.count) this.#giveBack(slab, Math.floor(place / largestSlab));
    }
    this.vectors -= own.places.length;
    this.#waiting.delete(own);
    const others = (this.documents.get(own.documentId) ?? []).filter((one) => one !== own);
    if (others.length > 0) this.documents.set(own.documentId, others);
    else this.documents.delete(own.documentId);
    return own.places.length;
  }

  #giveBack(slab: Slab, number: number): void {
    this.#memory.release(slab.offset, slab.capacity);
    this.slabs[number] = undefined;
    this.#roomy.delete(number);
  }

  #takePlace(): number | undefined {
    for (const number of this.#roomy) {
      const slab = this.slabs[number];
      const slot = slab?.free.pop() ?? (slab && slab.count < slab.capacity ? slab.count++ : undefined);
      if (slot !== undefined) return number * largestSlab + slot;
      this.#roomy.delete(number);
    }
    const capacity = SlabMemory.nextCapacity(this.vectors);
    const offset = this.#memory.allocate(capacity);
    if (offset === undefined) return undefined;
    const hole = this.slabs.indexOf(undefined);
    const number = hole < 0 ? this.slabs.length : hole;
    this.slabs[number] = newSlab(offset, capacity);
    this.#roomy.add(number);
    return number * largestSlab;
  }

  #at(place: number): { slab: Slab; slot: number } {
    return { slab: this.slabs[Math.floor(place / largestSlab)] as Slab, slot: place % largestSlab };
  }
}

const newSlab = (offset: number, capacity: number): Slab => ({
  offset,
  capacity,
  count: 1,
  free: [],
  holders: [],
  ordinals: new Uint32Array(capacity),
});
