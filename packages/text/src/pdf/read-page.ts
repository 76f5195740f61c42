import { readAnnotations } from "./annotations.ts";
import type { Box, PageWord, Place } from "./page-word.ts";
import type { PdfFile } from "./pdf-file.ts";
import type { Pdfium } from "./pdfium.ts";
import { readWords } from "./read-words.ts";

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly words: readonly PageWord[];
  readonly characters: number;
  /** Characters that the file's fonts give no meaning. */
  readonly unknown: number;
  /** The part of the page that pictures cover, 0 to 1. */
  readonly pictured: number;
  /** Addresses that parts of the page lead to. */
  readonly links: readonly string[];
  /** What readers noted on it. */
  readonly comments: readonly string[];
  /** More characters than are read of one page. */
  readonly isCut: boolean;
}

const mostCharacters = 200_000;
const mostObjects = 20_000;
const pictureObject = 3;

export function readPage(pdfium: Pdfium, page: number, file: Pick<PdfFile, "document" | "form">): PdfPage {
  const width = pdfium.FPDF_GetPageWidthF(page);
  const height = pdfium.FPDF_GetPageHeightF(page);
  const place = placeOn(pdfium, page, width, height);
  const texts = pdfium.FPDFText_LoadPage(page);
  const size = { width, height };
  const rest = {
    pictured: measurePictures(pdfium, page, size),
    links: linksOf(pdfium, page, file.document),
  };
  const { fields, comments } = readAnnotations(pdfium, page, file.form);
  const filledIn = fields.flatMap(({ value, edges }) => placeValue(value, place(...edges)));
  if (texts === 0) return { ...size, ...rest, comments, words: filledIn, characters: 0, unknown: 0, isCut: false };
  try {
    const count = pdfium.FPDFText_CountChars(texts);
    const { words, characters, unknown } = readWords(pdfium, texts, Math.min(count, mostCharacters), place);
    return {
      ...size,
      ...rest,
      comments,
      words: [...words, ...filledIn],
      characters,
      unknown,
      isCut: count > mostCharacters,
    };
  } finally {
    pdfium.FPDFText_ClosePage(texts);
  }
}

/** From the page's own coordinates, turned and cropped as they may be, to points from the upper left corner. */
function placeOn(pdfium: Pdfium, page: number, width: number, height: number): Place {
  const scale = 1000;
  const at = (x: number, y: number): readonly [number, number] =>
    pdfium.within(8, (address) => {
      pdfium.FPDF_PageToDevice(page, 0, 0, Math.round(width), Math.round(height), 0, x, y, address, address + 4);
      return [pdfium.i32(address), pdfium.i32(address + 4)];
    });
  const [x0, y0] = at(0, 0);
  const [xx, xy] = at(scale, 0);
  const [yx, yy] = at(0, scale);
  const toX = (x: number, y: number): number => x0 + ((xx - x0) * x + (yx - x0) * y) / scale;
  const toY = (x: number, y: number): number => y0 + ((xy - y0) * x + (yy - y0) * y) / scale;
  return (left, top, right, bottom) => {
    const xs = [toX(left, top), toX(right, bottom)] as const;
    const ys = [toY(left, top), toY(right, bottom)] as const;
    return {
      x: Math.min(...xs),
      y: Math.min(...ys),
      width: Math.abs(xs[1] - xs[0]),
      height: Math.abs(ys[1] - ys[0]),
    };
  };
}

/** The words of a field from the left of its box, in letters of usual width: how wide each is drawn is not known. */
function placeValue(value: string, box: Box): PageWord[] {
  const lines = value.split("\n");
  const height = box.height / lines.length;
  return lines.flatMap((line, row) => {
    const letter = Math.min(height / 2, box.width / Math.max(1, line.length));
    return [...line.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
      text: text.normalize("NFC"),
      x: box.x + index * letter,
      y: box.y + row * height,
      width: text.length * letter,
      height,
      fontSize: height,
      isParted: false,
      isTurned: false,
    }));
  });
}

function measurePictures(pdfium: Pdfium, page: number, { width, height }: { width: number; height: number }): number {
  const objects = Math.min(pdfium.FPDFPage_CountObjects(page), mostObjects);
  let covered = 0;
  pdfium.within(16, (address) => {
    for (let index = 0; index < objects; index++) {
      const object = pdfium.FPDFPage_GetObject(page, index);
      if (pdfium.FPDFPageObj_GetType(object) !== pictureObject) continue;
      if (!pdfium.FPDFPageObj_GetBounds(object, address, address + 4, address + 8, address + 12)) continue;
      covered +=
        Math.abs(pdfium.f32(address + 8) - pdfium.f32(address)) *
        Math.abs(pdfium.f32(address + 12) - pdfium.f32(address + 4));
    }
  });
  return Math.min(1, covered / Math.max(1, width * height));
}

const mostLinks = 500;
const longestLink = 2000;

function linksOf(pdfium: Pdfium, page: number, document: number): string[] {
  const links = new Set<string>();
  pdfium.within(8, (address) => {
    const position = address;
    const link = address + 4;
    pdfium.setI32(position, 0);
    while (links.size < mostLinks && pdfium.FPDFLink_Enumerate(page, position, link)) {
      const action = pdfium.FPDFLink_GetAction(pdfium.i32(link));
      if (action === 0) continue;
      const length = Math.min(pdfium.FPDFAction_GetURIPath(document, action, 0, 0), longestLink);
      if (length <= 1) continue;
      pdfium.within(length, (place) => {
        pdfium.FPDFAction_GetURIPath(document, action, place, length);
        links.add(new TextDecoder().decode(pdfium.bytes(place, length - 1)));
      });
    }
  });
  return [...links].filter((link) => /^(?:https?|mailto):/i.test(link));
}
