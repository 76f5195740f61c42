/** Lists of numbers that grow by half: what an index in the making is kept in. `items` beyond `length` is spare room. */
export class Uint32List {
  items: Uint32Array;
  length = 0;

  constructor(capacity = 64) {
    this.items = new Uint32Array(capacity);
  }

  static of(items: Uint32Array): Uint32List {
    const list = new Uint32List(0);
    list.items = items;
    list.length = items.length;
    return list;
  }

  push(value: number): void {
    if (this.length === this.items.length) this.items = grown(this.items, new Uint32Array(nextSize(this.length)));
    this.items[this.length++] = value;
  }

  view(): Uint32Array {
    return this.items.subarray(0, this.length);
  }
}

export class Uint16List {
  items: Uint16Array;
  length = 0;

  constructor(capacity = 64) {
    this.items = new Uint16Array(capacity);
  }

  static of(items: Uint16Array): Uint16List {
    const list = new Uint16List(0);
    list.items = items;
    list.length = items.length;
    return list;
  }

  push(value: number): void {
    if (this.length === this.items.length) this.items = grown(this.items, new Uint16Array(nextSize(this.length)));
    this.items[this.length++] = value;
  }

  append(source: Uint16Array, start: number, end: number): void {
    while (this.length + end - start > this.items.length) {
      this.items = grown(this.items, new Uint16Array(nextSize(this.items.length)));
    }
    for (let at = start; at < end; at++) this.items[this.length++] = source[at] as number;
  }

  view(): Uint16Array {
    return this.items.subarray(0, this.length);
  }
}

export class ByteList {
  items: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.items = new Uint8Array(capacity);
  }

  push(byte: number): void {
    if (this.length === this.items.length) this.items = grown(this.items, new Uint8Array(nextSize(this.length)));
    this.items[this.length++] = byte;
  }

  /** Seven bits a byte, low ones first; the high bit says that more follow. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.push((rest & 127) | 128);
      rest >>>= 7;
    }
    this.push(rest);
  }

  uint32(value: number): void {
    this.push(value & 255);
    this.push((value >>> 8) & 255);
    this.push((value >>> 16) & 255);
    this.push(value >>> 24);
  }

  append(source: ByteList): void {
    this.appendBytes(source.items, 0, source.length);
  }

  appendBytes(source: Uint8Array, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.items.length) {
      this.items = grown(this.items, new Uint8Array(Math.max(needed, nextSize(this.items.length))));
    }
    this.items.set(source.subarray(start, end), this.length);
    this.length = needed;
  }

  view(): Uint8Array {
    return this.items.subarray(0, this.length);
  }
}

function nextSize(size: number): number {
  return Math.max(64, size + (size >>> 1));
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
