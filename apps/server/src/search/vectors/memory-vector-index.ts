import type { StoredVector } from "../../library/index.ts";
import type { PassingChunks } from "../index/passing-chunks.ts";
import type { SpaceIndex } from "../index/space-index.ts";
import type { WordIndex } from "../index/word-index.ts";
import { SlabMemory } from "./slab-memory.ts";
import { type Slab, SpaceVectors } from "./space-vectors.ts";
import { TopSlots } from "./top-slots.ts";
import { writeQuery } from "./two-byte-vector.ts";
import type { NearChunk, VectorIndex, VectorQuery } from "./vector-index.ts";
import type { SectionVersion } from "./vector-section.ts";

export interface MemoryVectorIndexOptions {
  readonly dimensions: number;
  /** Says which version of which document is there; vectors of any other are not answered. */
  readonly words: Pick<WordIndex, "document" | "revision">;
  /** Vectors beyond so many bytes are left out. */
  readonly mostBytes?: number;
}

export interface VectorIndexSize {
  readonly vectors: number;
  readonly bytes: number;
  /** Vectors there was no room for. */
  readonly leftOut: number;
}

/** So many more than are asked for, the best by their coarse halves, are looked at exactly. */
const besideThoseAsked = 64;

/**
 * The vectors of one model in memory. They come by one stream and documents by another, each in its own time: a vector is
 * kept until the word index says what its document is now, and answered only while it has just that version.
 */
export class MemoryVectorIndex implements VectorIndex {
  readonly dimensions: number;
  readonly #words: MemoryVectorIndexOptions["words"];
  readonly #memory: SlabMemory;
  readonly #spaces = new Map<string, SpaceVectors>();
  #leftOut = 0;
  /** Grows whenever something is taken in or goes. */
  changes = 0;

  constructor({ dimensions, words, mostBytes = Number.POSITIVE_INFINITY }: MemoryVectorIndexOptions) {
    this.dimensions = dimensions;
    this.#words = words;
    this.#memory = new SlabMemory(dimensions, mostBytes);
  }

  get spaces(): ReadonlyMap<string, SpaceVectors> {
    return this.#spaces;
  }

  /** Takes vectors in, each once. `level`: the revision of the space's documents at which they were read. */
  add(spaceId: string, level: number, vectors: readonly StoredVector[]): void {
    const space = this.#open(spaceId);
    for (const vector of vectors) {
      if (vector.vector.length !== this.dimensions * 2) continue;
      if (!space.put(vector, level)) this.#leftOut++;
    }
    this.changes++;
    this.settle(
      spaceId,
      vectors.map(({ documentId }) => documentId),
    );
  }

  /** Takes in what stood in a snapshot. */
  restore(spaceId: string, versions: readonly SectionVersion[]): void {
    const space = this.#open(spaceId);
    for (const version of versions) if (!space.restore(version)) this.#leftOut++;
    this.changes++;
    this.settle(
      spaceId,
      versions.map(({ documentId }) => documentId),
    );
  }

  /** All vectors up to this revision are in. */
  reach(spaceId: string, revision: number): void {
    this.#open(spaceId).revision = revision;
    this.changes++;
  }

  /** The word index has changed these documents: vectors of what is gone go; how many. */
  settle(spaceId: string, documentIds: readonly string[]): number {
    const space = this.#spaces.get(spaceId);
    if (!space) return 0;
    const revision = this.#words.revision(spaceId);
    let gone = 0;
    for (const id of new Set(documentIds)) gone += space.settle(id, this.#words.document(spaceId, id), revision);
    if (gone > 0) this.changes++;
    return gone;
  }

  /** The word index came to another revision of the space. */
  settleWaiting(spaceId: string): number {
    const space = this.#spaces.get(spaceId);
    if (!space || space.waiting === 0) return 0;
    const gone = space.settleWaiting((id) => this.#words.document(spaceId, id), this.#words.revision(spaceId));
    if (gone > 0) this.changes++;
    return gone;
  }

  revision(spaceId: string): number {
    return this.#spaces.get(spaceId)?.revision ?? 0;
  }

  drop(spaceId: string): void {
    this.#spaces.get(spaceId)?.clear();
    this.#spaces.delete(spaceId);
    this.changes++;
  }

  stats(): VectorIndexSize {
    const all = [...this.#spaces.values()];
    const vectors = all.reduce((sum, space) => sum + space.vectors, 0);
    return { vectors, bytes: this.#memory.size, leftOut: this.#leftOut };
  }

  async search({ vector, passing, limit }: VectorQuery): Promise<readonly NearChunk[]> {
    if (vector.length !== this.dimensions || limit <= 0) return [];
    const passes = passing();
    for (let exact = limit + besideThoseAsked; ; exact *= 4) {
      const { chunks, isAll } = this.#look(vector, passes, exact);
      // Parts of one chunk count once: where they took the places of other chunks, more are looked at.
      if (chunks.length >= limit || isAll) return chunks.slice(0, limit);
    }
  }

  #look(vector: Float32Array, passing: PassingChunks, exact: number): { chunks: NearChunk[]; isAll: boolean } {
    const top = new TopSlots(exact);
    const scale = writeQuery(vector, this.#memory.query, this.#memory.stride);
    const slabs: { readonly spaceId: string; readonly space: SpaceVectors; readonly slab: Slab }[] = [];
    for (const words of passing.spaces) {
      const space = this.#spaces.get(words.id);
      for (const slab of space?.slabs ?? []) {
        if (!space || !slab) continue;
        top.slab = slabs.push({ spaceId: words.id, space, slab }) - 1;
        const masked = passing.isAll ? "live" : "mask";
        if (masked === "mask") this.#mask(slab, words, passing);
        this.#memory.scan(slab, masked, top);
      }
    }
    const best = new Map<string, NearChunk>();
    for (const { slab: number, slot } of top.places()) {
      const { spaceId, space, slab } = slabs[number] as (typeof slabs)[number];
      const documentId = slab.holders[slot]?.documentId ?? "";
      const ordinal = slab.ordinals[slot] as number;
      const similarity = space.product(slab, slot) * scale;
      const key = `${documentId} ${ordinal}`;
      if (similarity > (best.get(key)?.similarity ?? -2)) best.set(key, { spaceId, documentId, ordinal, similarity });
    }
    return { chunks: [...best.values()].sort(nearerFirst), isAll: !top.isFull };
  }

  /** Writes which slots of the slab pass. */
  #mask(slab: Slab, words: SpaceIndex, passing: PassingChunks): void {
    const { mask } = this.#memory;
    const live = this.#memory.live(slab.offset, slab.capacity);
    let holder: Slab["holders"][number];
    let chunks: Uint8Array | undefined;
    for (let slot = 0; slot < slab.count; slot++) {
      const own = slab.holders[slot];
      if (own !== holder) {
        holder = own;
        chunks = own?.record && passing.maskOf(words, own.record);
      }
      const first = own?.record?.first ?? 0;
      mask[slot] = (live[slot] as number) & (chunks?.[first + (slab.ordinals[slot] as number)] ?? 0);
    }
  }

  #open(spaceId: string): SpaceVectors {
    const space = this.#spaces.get(spaceId) ?? new SpaceVectors(this.#memory, this.dimensions);
    this.#spaces.set(spaceId, space);
    return space;
  }
}

const nearerFirst = (one: NearChunk, other: NearChunk): number =>
  other.similarity - one.similarity || compare(one.documentId, other.documentId) || one.ordinal - other.ordinal;

const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
