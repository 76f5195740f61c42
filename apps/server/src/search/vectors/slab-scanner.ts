import { makeScan, type Scan } from "./scan-kernel.ts";
import type { WasmMemory } from "./wasm-runtime.ts";

/** WebAssembly addresses no more than this. */
export const mostPages = 65_536;
export const largestSlab = 4096;

export interface SlabPlace {
  readonly offset: number;
  /** Vectors it has room for. */
  readonly capacity: number;
  /** Places that are or were taken; only these are looked at. */
  readonly count: number;
}

/** Where a scanner puts down what it needs: nobody else writes there. */
export interface ScanDesk {
  readonly query: number;
  readonly mask: number;
  readonly found: number;
}

export const deskSize = (stride: number): number => stride * 2 + largestSlab * 9;

/** A desk that begins at `offset`, a multiple of 8. */
export const deskAt = (offset: number, stride: number): ScanDesk => {
  const found = offset + stride * 2;
  return { query: offset, found, mask: found + largestSlab * 8 };
};

export const scalesOf = ({ offset, capacity }: Omit<SlabPlace, "count">, stride: number): number =>
  offset + capacity * stride * 2;

/** Scans the slabs of one memory, in whichever thread: each has a desk of its own. */
export class SlabScanner {
  readonly #scan: Scan;
  readonly #desk: ScanDesk;
  readonly #stride: number;
  readonly #slots: Uint32Array;
  readonly #products: Float32Array;
  readonly query: Int16Array;
  /** For slabs of which not all that lives passes. */
  readonly mask: Int8Array;

  constructor(memory: WasmMemory, dimensions: number, stride: number, desk: ScanDesk) {
    this.#scan = makeScan(memory, mostPages, dimensions);
    this.#desk = desk;
    this.#stride = stride;
    // What is shared stays where it is when the memory grows.
    this.query = new Int16Array(memory.buffer, desk.query, stride);
    this.mask = new Int8Array(memory.buffer, desk.mask, largestSlab);
    this.#slots = new Uint32Array(memory.buffer, desk.found, largestSlab * 2);
    this.#products = new Float32Array(memory.buffer, desk.found, largestSlab * 2);
  }

  /** Calls `top.offer` with each slot whose product with `query` is above the threshold; it may raise that. */
  scan(
    slab: SlabPlace,
    masked: "live" | "mask",
    top: { readonly threshold: number; offer(slot: number, product: number): void },
  ): void {
    const { query, mask, found } = this.#desk;
    const scales = scalesOf(slab, this.#stride);
    const passing = masked === "live" ? scales + slab.capacity * 4 : mask;
    const hits = this.#scan.scan(slab.offset, scales, passing, slab.count, query, top.threshold, found);
    for (let hit = 0; hit < hits; hit++) {
      top.offer(this.#slots[hit * 2] as number, this.#products[hit * 2 + 1] as number);
    }
  }

  /** The product of the query with the vector at an address. */
  product(vector: number): number {
    return this.#scan.product(vector, this.#desk.query);
  }
}
