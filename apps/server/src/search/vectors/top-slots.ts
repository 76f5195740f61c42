/** Keeps the places of the best so many products: a heap whose least is at the top. */
export class TopSlots {
  readonly #products: Float32Array;
  readonly #slabs: Uint32Array;
  readonly #slots: Uint32Array;
  /** The slab that offers now. */
  slab = 0;
  count = 0;

  constructor(size: number) {
    this.#products = new Float32Array(size);
    this.#slabs = new Uint32Array(size);
    this.#slots = new Uint32Array(size);
  }

  get isFull(): boolean {
    return this.count === this.#products.length;
  }

  get threshold(): number {
    return this.isFull ? (this.#products[0] as number) : Number.NEGATIVE_INFINITY;
  }

  offer(slot: number, product: number): void {
    if (!this.isFull) {
      this.#rise(this.count++, slot, product);
    } else if (product > (this.#products[0] as number)) {
      this.#sink(slot, product);
    }
  }

  *places(): Generator<{ slab: number; slot: number }> {
    for (let at = 0; at < this.count; at++) yield { slab: this.#slabs[at] as number, slot: this.#slots[at] as number };
  }

  #rise(from: number, slot: number, product: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if ((this.#products[parent] as number) <= product) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, this.slab, slot, product);
  }

  #sink(slot: number, product: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.count) break;
      if (child + 1 < this.count && (this.#products[child + 1] as number) < (this.#products[child] as number)) child++;
      if ((this.#products[child] as number) >= product) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, this.slab, slot, product);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#slabs[from] as number, this.#slots[from] as number, this.#products[from] as number);
  }

  #put(at: number, slab: number, slot: number, product: number): void {
    this.#products[at] = product;
    this.#slabs[at] = slab;
    this.#slots[at] = slot;
  }
}
