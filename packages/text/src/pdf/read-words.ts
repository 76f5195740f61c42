import { attachAccent, mostRecent, type RecentLetter } from "./accents.ts";
import { isAfterIndex, isApart, isAttached, smallest } from "./belongs-to-word.ts";
import type { Box, PageWord, Place } from "./page-word.ts";
import type { Pdfium } from "./pdfium.ts";

/** Characters to words. PDFium puts the spaces and line ends between them that the file only draws. */
export function readWords(pdfium: Pdfium, texts: number, count: number, place: Place) {
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
