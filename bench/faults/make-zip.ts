import { deflateRawSync } from "node:zlib";

/** A file of a ZIP as it is to stand there, which need not be true. */
export interface Member {
  readonly name: string;
  readonly packed: Uint8Array;
  /** What the container says it unpacks to. */
  readonly size: number;
}

export function member(name: string, content: string | Uint8Array): Member {
  const bytes = Buffer.from(content as string);
  return { name, packed: deflateRawSync(bytes, { level: 1 }), size: bytes.length };
}

const localLength = 30;
const deflated = 8;

/** A ZIP written by hand. Members that have their packed bytes in common share them where `overlap` says so. */
export function makeZip(members: readonly Member[], { overlap = false } = {}): Buffer {
  const parts: Buffer[] = [];
  const places = new Map<Uint8Array, number>();
  let length = 0;
  const push = (...pieces: readonly Uint8Array[]): void => {
    for (const piece of pieces) {
      parts.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
      length += piece.byteLength;
    }
  };
  const entries = members.map((one) => {
    const known = overlap ? places.get(one.packed) : undefined;
    const at = known ?? length;
    if (known === undefined) {
      places.set(one.packed, at);
      const name = Buffer.from(one.name);
      const head = Buffer.alloc(localLength);
      head.writeUInt32LE(0x04034b50, 0);
      writeFacts(head, 4, one);
      push(head, name, one.packed);
    }
    return { one, at };
  });
  const start = length;
  for (const { one, at } of entries) {
    const name = Buffer.from(one.name);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(20, 4);
    writeFacts(head, 6, one);
    head.writeUInt32LE(at, 42);
    push(head, name);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(length - start, 12);
  end.writeUInt32LE(start, 16);
  push(end);
  return Buffer.concat(parts);
}

/** From the version needed to the length of the name: the same in both places. No reader here looks at the checksum. */
function writeFacts(head: Buffer, at: number, { name, packed, size }: Member): void {
  head.writeUInt16LE(20, at);
  head.writeUInt16LE(deflated, at + 4);
  head.writeUInt32LE(packed.length, at + 14);
  head.writeUInt32LE(size, at + 18);
  head.writeUInt16LE(Buffer.byteLength(name), at + 22);
}
