import type { Pdfium } from "./pdfium.ts";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Rows from the top, without padding: one byte a pixel when `isGray`, else red, green, blue. */
  readonly data: Uint8Array;
  readonly isGray: boolean;
}

const grayFormat = 1;
const bgrFormat = 2;
const withAnnotations = 1;
const white = 0xffffffff;

/** Draws a page at `scale` pixels a point; undefined when it cannot be drawn. */
export function renderPage(pdfium: Pdfium, page: number, scale: number, isGray: boolean): Pixels | undefined {
  const width = Math.max(1, Math.round(pdfium.FPDF_GetPageWidthF(page) * scale));
  const height = Math.max(1, Math.round(pdfium.FPDF_GetPageHeightF(page) * scale));
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, isGray ? grayFormat : bgrFormat, 0, 0);
  if (bitmap === 0) return undefined;
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, withAnnotations);
    const stride = pdfium.FPDFBitmap_GetStride(bitmap);
    const bytes = pdfium.bytes(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height);
    return {
      width,
      height,
      isGray,
      data: isGray ? packGray(bytes, width, height, stride) : toRgb(bytes, width, height, stride),
    };
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
  }
}

function packGray(bytes: Uint8Array, width: number, height: number, stride: number): Uint8Array {
  if (stride === width) return bytes;
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) data.set(bytes.subarray(row * stride, row * stride + width), row * width);
  return data;
}

function toRgb(bytes: Uint8Array, width: number, height: number, stride: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0, to = 0; row < height; row++) {
    for (let from = row * stride, end = from + width * 3; from < end; from += 3, to += 3) {
      data[to] = bytes[from + 2] ?? 0;
      data[to + 1] = bytes[from + 1] ?? 0;
      data[to + 2] = bytes[from] ?? 0;
    }
  }
  return data;
}
