/** A piece of a protobuf message, kept in pieces so that weights are never copied. */
export interface Bytes {
  readonly length: number;
  readonly pieces: readonly Uint8Array[];
}

const varint = 0;
const lengthDelimited = 2;
const fixed32 = 5;

/** A number of zero or more; what ONNX has below zero is wrapped to 64 bits. */
export function intField(field: number, value: number): Bytes {
  return plain([...varintBytes(BigInt(field * 8 + varint)), ...varintBytes(BigInt.asUintN(64, BigInt(value)))]);
}

export function floatField(field: number, value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return plain([...varintBytes(BigInt(field * 8 + fixed32)), ...bytes]);
}

export const textField = (field: number, text: string): Bytes => bytesField(field, new TextEncoder().encode(text));

export const bytesField = (field: number, bytes: Uint8Array): Bytes =>
  messageField(field, [{ length: bytes.length, pieces: [bytes] }]);

export function messageField(field: number, parts: readonly Bytes[]): Bytes {
  const { length, pieces } = join(parts);
  const head = plain([...varintBytes(BigInt(field * 8 + lengthDelimited)), ...varintBytes(BigInt(length))]);
  return { length: head.length + length, pieces: [...head.pieces, ...pieces] };
}

export const join = (parts: readonly Bytes[]): Bytes => ({
  length: parts.reduce((sum, part) => sum + part.length, 0),
  pieces: parts.flatMap((part) => part.pieces),
});

function plain(bytes: readonly number[]): Bytes {
  return { length: bytes.length, pieces: [Uint8Array.from(bytes)] };
}

function varintBytes(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}
