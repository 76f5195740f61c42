import { makeScan, type Scan, strideOf } from "./scan-kernel.ts";
import { makeMemory } from "./wasm-runtime.ts";

const pageSize = 65_536;
/** WebAssembly addresses no more than this. */
const mostPages = 65_536;
export const largestSlab = 4096;
const smallestSlab = 64;

/**
 * The memory that vectors are scanned in. It is handed out in slabs, room for so many vectors each, and grows without
 * anything being copied; what is given back is handed out again, emptied.
 */
export class SlabMemory {
  readonly stride: number;
  readonly #memory = makeMemory(1, mostPages);
  readonly #scan: Scan;
  readonly #mostBytes: number;
  readonly #free = new Map<number, number[]>();
  readonly #mask: number;
  readonly #found: number;
  #end: number;
  bytes = new Int8Array(0);
  #floats = new Float32Array(0);
  #words = new Uint32Array(0);

  constructor(dimensions: number, mostBytes: number) {
    this.stride = strideOf(dimensions);
    this.#mostBytes = mostBytes;
    this.#scan = makeScan(this.#memory, mostPages, dimensions);
    this.#found = this.stride * 2;
    this.#mask = this.#found + largestSlab * 8;
    this.#end = this.#mask + largestSlab;
    this.#reach(this.#end);
  }

  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  /** The room a space with so many vectors asks for next: small spaces take little, large ones few slabs. */
  static nextCapacity(vectors: number): number {
    let capacity = smallestSlab;
    while (capacity < vectors && capacity < largestSlab) capacity *= 2;
    return capacity;
  }

  /** Where a slab begins; undefined when there is no room for it. */
  allocate(capacity: number): number | undefined {
    const reused = this.#free.get(capacity)?.pop();
    if (reused !== undefined) return reused;
    const offset = this.#end;
    if (!this.#reach(offset + this.#sizeOf(capacity))) return undefined;
    this.#end = offset + this.#sizeOf(capacity);
    return offset;
  }

  /** Gives a slab back. Nothing of what stood in it stays. */
  release(offset: number, capacity: number): void {
    this.bytes.fill(0, offset, offset + this.#sizeOf(capacity));
    this.#free.set(capacity, [...(this.#free.get(capacity) ?? []), offset]);
  }

  coarse(offset: number, slot: number, dimensions: number): Int8Array {
    const at = offset + slot * this.stride;
    return this.bytes.subarray(at, at + dimensions);
  }

  /** What the coarse numbers leave; only the best of a scan are looked at so closely. */
  rest(offset: number, capacity: number, slot: number, dimensions: number): Int8Array {
    const at = this.#rest(offset, capacity, slot);
    return this.bytes.subarray(at, at + dimensions);
  }

  /** The products of the query with both halves of a vector. */
  products(offset: number, capacity: number, slot: number): { readonly coarse: number; readonly rest: number } {
    const coarse = this.#scan.product(offset + slot * this.stride, 0);
    return { coarse, rest: this.#scan.product(this.#rest(offset, capacity, slot), 0) };
  }

  scale(offset: number, capacity: number, slot: number): number {
    return this.#floats[this.#scales(offset, capacity) / 4 + slot] as number;
  }

  setScale(offset: number, capacity: number, slot: number, scale: number): void {
    this.#floats[this.#scales(offset, capacity) / 4 + slot] = scale;
  }

  /** 1 for each slot that may be answered. */
  live(offset: number, capacity: number): Int8Array {
    const at = this.#scales(offset, capacity) + capacity * 4;
    return this.bytes.subarray(at, at + capacity);
  }

  /** A mask for one scan. */
  get mask(): Int8Array {
    return this.bytes.subarray(this.#mask, this.#mask + largestSlab);
  }

  get query(): Int16Array {
    return new Int16Array(this.#memory.buffer, 0, this.stride);
  }

  /** Calls `take` with each slot whose product with `query` is above the threshold; it may raise that. */
  scan(
    { offset, capacity, count }: { readonly offset: number; readonly capacity: number; readonly count: number },
    masked: "live" | "mask",
    top: { readonly threshold: number; offer(slot: number, product: number): void },
  ): void {
    const scales = this.#scales(offset, capacity);
    const mask = masked === "live" ? scales + capacity * 4 : this.#mask;
    const hits = this.#scan.scan(offset, scales, mask, count, 0, top.threshold, this.#found);
    const found = this.#found / 4;
    for (let hit = 0; hit < hits; hit++) {
      top.offer(this.#words[found + hit * 2] as number, this.#floats[found + hit * 2 + 1] as number);
    }
  }

  #rest(offset: number, capacity: number, slot: number): number {
    return offset + (capacity + slot) * this.stride;
  }

  #scales(offset: number, capacity: number): number {
    return offset + capacity * this.stride * 2;
  }

  /** Both halves of vectors, scales, and which of them live. */
  #sizeOf(capacity: number): number {
    return capacity * (this.stride * 2 + 5);
  }

  #reach(end: number): boolean {
    const missing = Math.ceil((end - this.#memory.buffer.byteLength) / pageSize);
    if (missing > 0) {
      if (end > this.#mostBytes || end > mostPages * pageSize) return false;
      this.#memory.grow(missing);
    }
    if (missing > 0 || this.bytes.length === 0) {
      this.bytes = new Int8Array(this.#memory.buffer);
      this.#floats = new Float32Array(this.#memory.buffer);
      this.#words = new Uint32Array(this.#memory.buffer);
    }
    return true;
  }
}
