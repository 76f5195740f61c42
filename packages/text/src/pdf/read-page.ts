import { attachAccent, mostRecent, type RecentLetter } from "./accents.ts";
import { readAnnotations } from "./annotations.ts";
import type { PdfFile } from "./pdf-file.ts";
import type { Pdfium } from "./pdfium.ts";

/** A word as it stands on its page, from the upper left corner in points. */
export interface PageWord {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  /** The file says itself that its last letter is a hyphen of a parted word. */
  readonly isParted: boolean;
  /** Written upwards or downwards. */
  readonly isTurned: boolean;
}

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

type Place = (left: number, top: number, right: number, bottom: number) => Omit<Box, "text">;
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
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

/** Characters to words. PDFium puts the spaces and line ends between them that the file only draws. */
function readWords(pdfium: Pdfium, texts: number, count: number, place: Place) {
  const words: PageWord[] = [];
  let open: (Box & { text: string; fontSize: number; isParted: boolean; isTurned: boolean }) | undefined;
  // Where the last letter stood, when PDFium alone says that a word ends there.
  let supposedEnd: number | undefined;
  const recent: RecentLetter[] = [];
  let lastLetter = 0;
  let characters = 0;
  let unknown = 0;
  const close = (): void => {
    if (open !== undefined) words.push({ ...open, text: open.text.normalize("NFC") });
    open = undefined;
    recent.length = 0;
    supposedEnd = undefined;
  };
  pdfium.within(16, (address) => {
    for (let index = 0; index < count; index++) {
      const code = pdfium.FPDFText_GetUnicode(texts, index);
      const isHyphen = code === 2 || pdfium.FPDFText_IsHyphen(texts, index) === 1;
      if (isSpace(code) && !isHyphen) {
        if (open !== undefined && pdfium.FPDFText_IsGenerated(texts, index) === 1) supposedEnd ??= lastLetter;
        else close();
        continue;
      }
      characters++;
      if (isUnknown(code) && !isHyphen) unknown++;
      const text = isHyphen ? "-" : toText(code);
      if (text === "" || !pdfium.FPDFText_GetLooseCharBox(texts, index, address)) continue;
      const box = place(
        pdfium.f32(address),
        pdfium.f32(address + 4),
        pdfium.f32(address + 8),
        pdfium.f32(address + 12),
      );
      const letter: RecentLetter = { ...box, text, at: 0 };
      if (open !== undefined && attachAccent(open, recent, letter)) {
        join(open, box, "");
        supposedEnd = undefined;
        lastLetter = index;
        continue;
      }
      if (open !== undefined && supposedEnd !== undefined) {
        const sizes = [supposedEnd, index].map((at) => pdfium.FPDFText_GetFontSize(texts, at));
        if (!isAttached(open, { ...box, text }, sizes)) close();
        supposedEnd = undefined;
      }
      if (open !== undefined && isApart(open, box)) close();
      const last = recent.at(-1);
      if (last !== undefined && isAfterIndex(last, letter)) {
        const sizes = [lastLetter, index].map((at) => pdfium.FPDFText_GetFontSize(texts, at));
        if ((sizes[0] ?? 0) < smallest * (sizes[1] ?? 0)) close();
      }
      if (open === undefined) {
        const isTurned = Math.abs(Math.sin(pdfium.FPDFText_GetCharAngle(texts, index))) > 0.7;
        open = { ...box, text, fontSize: pdfium.FPDFText_GetFontSize(texts, index), isParted: false, isTurned };
      } else join(open, box, text);
      open.isParted = isHyphen;
      letter.at = open.text.length - text.length;
      recent.push(letter);
      if (recent.length > mostRecent) recent.shift();
      lastLetter = index;
    }
  });
  close();
  return { words, characters, unknown };
}

function join(open: Box & { text: string }, box: Box, text: string): void {
  const right = Math.max(open.x + open.width, box.x + box.width);
  const bottom = Math.max(open.y + open.height, box.y + box.height);
  open.x = Math.min(open.x, box.x);
  open.y = Math.min(open.y, box.y);
  open.width = right - open.x;
  open.height = bottom - open.y;
  open.text += text;
}

/** Letters of one word touch; where no space was put although they do not, there were two. */
const isApart = (open: Box, box: Box): boolean => {
  const reach = Math.max(open.height, box.height);
  return (
    box.x > open.x + open.width + reach * 2 ||
    box.x + box.width < open.x - reach * 2 ||
    box.y > open.y + open.height + reach * 2 ||
    box.y + box.height < open.y - reach * 2
  );
};

const touching = 0.02;
/** Letters below this part of the others' size are raised or lowered ones. */
const smallest = 0.9;

/**
 * The small letter of an index ends its word where the next does not touch it, as in the formulas of TeX. A number does
 * not: H₂O is one word.
 */
const isAfterIndex = (last: Box & { text: string }, next: Box & { text: string }): boolean =>
  last.height < next.height &&
  next.x - (last.x + last.width) > touching * next.height &&
  /\p{L}/u.test(last.text) &&
  /\p{L}/u.test(next.text);

/**
 * Letters in another size that touch a word belong to it, such as the raised and lowered ones of x² and H₂O and a large
 * initial. A number after a long word or another number is the mark of a note.
 */
function isAttached(
  open: Box & { text: string; isParted: boolean; isTurned: boolean },
  next: Box & { text: string },
  sizes: readonly number[],
): boolean {
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)];
  if (open.isParted || open.isTurned || small > smallest * large) return false;
  const gap = next.x - (open.x + open.width);
  if (Math.abs(gap) > touching * large) return false;
  const shared = Math.min(open.y + open.height, next.y + next.height) - Math.max(open.y, next.y);
  if (shared < 0.3 * Math.min(open.height, next.height)) return false;
  return !(/\p{N}/u.test(next.text) && sizes[1] === small && /\p{L}{4}$|\p{N}$/u.test(open.text));
}

const isSpace = (code: number): boolean =>
  code <= 32 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x3000;
const isUnknown = (code: number): boolean =>
  code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff) || (code >= 0x7f && code < 0xa0) || code >= 0xf0000;
/** Ligatures become their letters: people write `fi`. */
const toText = (code: number): string => {
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || code === 0xfffe || code === 0xfeff || code === 0xad)
    return "";
  const text = String.fromCodePoint(code);
  return code >= 0xfb00 && code <= 0xfb06 ? text.normalize("NFKC") : text;
};

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
