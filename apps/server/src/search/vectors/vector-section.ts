import type { SpaceVectors } from "./space-vectors.ts";

/** Vectors in one section: what is read or written at once, and what a search waits for at most. */
const vectorsOfSection = 1024;

export interface SectionVector {
  readonly key: number;
  readonly scale: number;
  readonly coarse: Int8Array;
  readonly rest: Int8Array;
}

export interface SectionVersion {
  readonly documentId: string;
  readonly version: number;
  readonly level: number;
  readonly vectors: readonly SectionVector[];
}

/** The vectors of a space as bytes, a bounded number at a time. A document with many is in several sections. */
export function* writeSections(space: SpaceVectors, spaceNumber: number): Generator<Buffer> {
  let versions: SectionVersion[] = [];
  let count = 0;
  for (const own of space.allVersions()) {
    for (let from = 0; from < own.places.length; from += vectorsOfSection) {
      const vectors = space.read(own, from, from + vectorsOfSection);
      versions.push({ documentId: own.documentId, version: own.version, level: own.level, vectors });
      count += vectors.length;
      if (count < vectorsOfSection) continue;
      yield toBytes(spaceNumber, versions);
      versions = [];
      count = 0;
    }
  }
  if (count > 0) yield toBytes(spaceNumber, versions);
}

const headLength = 8;
const versionLength = 32;
const vectorHeadLength = 12;

/** Space, versions; for each version id, version, level and count; for each vector key, scale and both halves. */
function toBytes(spaceNumber: number, versions: readonly SectionVersion[]): Buffer {
  const dimensions = versions[0]?.vectors[0]?.coarse.length ?? 0;
  const vectors = versions.reduce((sum, { vectors: own }) => sum + own.length, 0);
  const size = headLength + versions.length * versionLength + vectors * (vectorHeadLength + dimensions * 2);
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(spaceNumber, 0);
  bytes.writeUInt32LE(versions.length, 4);
  let at = headLength;
  for (const { documentId, version, level, vectors: own } of versions) {
    bytes.write(documentId.replaceAll("-", ""), at, "hex");
    bytes.writeUInt32LE(version, at + 16);
    bytes.writeDoubleLE(level, at + 20);
    bytes.writeUInt32LE(own.length, at + 28);
    at += versionLength;
    for (const { key, scale, coarse, rest } of own) {
      bytes.writeDoubleLE(key, at);
      bytes.writeFloatLE(scale, at + 8);
      bytes.set(asBytes(coarse), at + vectorHeadLength);
      bytes.set(asBytes(rest), at + vectorHeadLength + dimensions);
      at += vectorHeadLength + dimensions * 2;
    }
  }
  return bytes;
}

export function readSection(bytes: Buffer, dimensions: number): { space: number; versions: SectionVersion[] } {
  const versions: SectionVersion[] = [];
  let at = headLength;
  for (let left = bytes.readUInt32LE(4); left > 0; left--) {
    const hex = bytes.toString("hex", at, at + 16);
    const documentId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const version = bytes.readUInt32LE(at + 16);
    const level = bytes.readDoubleLE(at + 20);
    const count = bytes.readUInt32LE(at + 28);
    at += versionLength;
    const vectors: SectionVector[] = [];
    for (let vector = 0; vector < count; vector++) {
      const from = at + vectorHeadLength;
      vectors.push({
        key: bytes.readDoubleLE(at),
        scale: bytes.readFloatLE(at + 8),
        coarse: asNumbers(bytes.subarray(from, from + dimensions)),
        rest: asNumbers(bytes.subarray(from + dimensions, from + dimensions * 2)),
      });
      at += vectorHeadLength + dimensions * 2;
    }
    versions.push({ documentId, version, level, vectors });
  }
  return { space: bytes.readUInt32LE(0), versions };
}

const asBytes = (numbers: Int8Array): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
const asNumbers = (bytes: Uint8Array): Int8Array => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
