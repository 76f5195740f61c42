import { strideOf } from "./scan-kernel.ts";
import { ScanThread } from "./scan-thread.ts";
import { deskAt, deskSize, largestSlab, mostPages, SlabScanner, scalesOf } from "./slab-scanner.ts";
import { makeSharedMemory } from "./wasm-runtime.ts";

const pageSize = 65_536;
const smallestSlab = 64;

/**
 * The memory that vectors are scanned in. It is handed out in slabs, room for so many vectors each, and grows without
 * anything being copied; what is given back is handed out again, emptied.
 */
export class SlabMemory {
  readonly stride: number;
  /** Scans here and now. */
  readonly scanner: SlabScanner;
  /** Scans beside. */
  readonly thread: ScanThread;
  readonly #memory = makeSharedMemory(1, mostPages);
  readonly #mostBytes: number;
  readonly #free = new Map<number, number[]>();
  #end: number;
  bytes: Int8Array = new Int8Array(0);
  #floats: Float32Array = new Float32Array(0);

  constructor(dimensions: number, mostBytes: number) {
    this.stride = strideOf(dimensions);
    this.#mostBytes = mostBytes;
    const desk = deskSize(this.stride);
    this.#end = desk * 2;
    this.#reach(this.#end);
    this.scanner = new SlabScanner(this.#memory, dimensions, this.stride, deskAt(0, this.stride));
    this.thread = new ScanThread({
      memory: this.#memory,
      dimensions,
      stride: this.stride,
      desk: deskAt(desk, this.stride),
    });
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
    const coarse = this.scanner.product(offset + slot * this.stride);
    return { coarse, rest: this.scanner.product(this.#rest(offset, capacity, slot)) };
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

  #rest(offset: number, capacity: number, slot: number): number {
    return offset + (capacity + slot) * this.stride;
  }

  #scales(offset: number, capacity: number): number {
    return scalesOf({ offset, capacity }, this.stride);
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
    }
    return true;
  }
}
