import { crc32, deflateSync } from "node:zlib";
import type { Pixels } from "./pdf/render-page.ts";

/** What a picture's header says of it, read without decoding anything. */
export interface PictureHeader {
  readonly kind: "PNG" | "JPEG" | "WebP";
  readonly width: number;
  readonly height: number;
  /** As cameras turn them: 1 is upright. */
  readonly orientation: number;
}

export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0) === 0x89504e47)
      return { kind: "PNG", width: view.getUint32(16), height: view.getUint32(20), orientation: 1 };
    if (view.getUint16(0) === 0xffd8) return readJpeg(view);
    return view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250 ? readWebp(view) : undefined;
  } catch (error) {
    // The header is cut off.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readJpeg(view: DataView): PictureHeader | undefined {
  let orientation = 1;
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff || (marker >= 0xd0 && marker <= 0xd8) || marker === 1) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (marker === 0xe1) orientation = readOrientation(view, at + 4, length - 2) ?? orientation;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { kind: "JPEG", width: view.getUint16(at + 7), height: view.getUint16(at + 5), orientation };
    if (marker === 0xd9 || marker === 0xda) return undefined;
    at += 2 + Math.max(length, 2);
  }
  return undefined;
}

/** The tag 0x0112 of the first directory of an Exif segment. */
function readOrientation(view: DataView, start: number, length: number): number | undefined {
  if (length < 14 || view.getUint32(start) !== 0x45786966) return undefined;
  const base = start + 6;
  const isLittle = view.getUint16(base) === 0x4949;
  const directory = base + view.getUint32(base + 4, isLittle);
  if (directory + 2 > start + length) return undefined;
  const count = view.getUint16(directory, isLittle);
  for (let entry = 0; entry < count && directory + 14 + entry * 12 <= start + length; entry++) {
    const at = directory + 2 + entry * 12;
    if (view.getUint16(at, isLittle) !== 0x0112) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

function readWebp(view: DataView): PictureHeader | undefined {
  const chunk = view.getUint32(12);
  const of = (width: number, height: number): PictureHeader => ({ kind: "WebP", width, height, orientation: 1 });
  if (chunk === 0x56503820) return of(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (chunk === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (chunk !== 0x56503858) return undefined;
  const three = (at: number): number =>
    view.getUint8(at) + (view.getUint8(at + 1) << 8) + (view.getUint8(at + 2) << 16);
  return of(three(24) + 1, three(27) + 1);
}

/** Grey pixels in the plainest of all picture formats, which tesseract takes. */
export function toPgm({ width, height, data }: Pixels): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), data]);
}

/** Pixels as PNG, packed quickly rather than tightly. */
export function toPng({ width, height, data, isGray }: Pixels): Uint8Array {
  const rowLength = width * (isGray ? 1 : 3);
  // Each row says how it was filtered: as the difference to the row above, which suits pages.
  const rows = Buffer.alloc((rowLength + 1) * height);
  for (let row = 0; row < height; row++) {
    const to = row * (rowLength + 1) + 1;
    const from = row * rowLength;
    rows[to - 1] = row === 0 ? 0 : 2;
    if (row === 0) rows.set(data.subarray(0, rowLength), to);
    else
      for (let at = 0; at < rowLength; at++)
        rows[to + at] = (data[from + at] ?? 0) - (data[from - rowLength + at] ?? 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = isGray ? 0 : 2;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(rows, { level: 4 })),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
