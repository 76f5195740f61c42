import { isSpace } from "../line-scanner.ts";

/** Ends of sentences that need a space after them: Latin, Greek, Arabic, Ethiopic. */
const spacedEnds = new Set(".!?…\u037e؟۔።፧");
/** Ends that stand without one: Chinese, Japanese, Indic, Khmer, Burmese, Tibetan. */
const bareEnds = new Set("。！？｡．…।॥።។៕။།");
const closers = new Set("\"')]}»”’」』）】》〉*_`");
/** Shortened words whose point ends no sentence. */
const shortened = new Set(
  "mr mrs ms dr prof sr jr st vs etc e.g i.e cf ca approx no nr vol fig p pp ed eds al z.b d.h u.a bzw evtl ggf inkl usw str".split(
    " ",
  ),
);

/** Whether a sentence ends just before `position`, spaces after its mark included. */
export function isSentenceEnd(text: string, position: number): boolean {
  let cursor = position - 1;
  const spaced = isSpace(text.charCodeAt(cursor));
  while (cursor > position - 4 && isSpace(text.charCodeAt(cursor))) cursor--;
  if (isSpace(text.charCodeAt(position))) return false; // Cut after the last of several spaces.
  while (cursor > position - 8 && closers.has(text.charAt(cursor))) cursor--;
  const mark = text.charAt(cursor);
  if (bareEnds.has(mark) && (spaced || !closers.has(text.charAt(position)))) return mark !== "…" || spaced;
  if (!spaced || !spacedEnds.has(mark)) return false;
  return mark !== "." || !isShortened(text, cursor);
}

/** `e.g.`, `Dr.`, initials and `3.` end no sentence; nor does a point before a small letter. */
function isShortened(text: string, point: number): boolean {
  let start = point;
  while (start > 0 && start > point - 12 && !isSpace(text.charCodeAt(start - 1))) start--;
  const word = text.slice(start, point).replace(/^["'([{*_]+/, "");
  if (/^(?:\p{L}|\d{1,2}|[ivxlc]+)$/iu.test(word) || shortened.has(word.toLowerCase())) return true;
  let next = point + 1;
  while (next < point + 6 && isSpace(text.charCodeAt(next))) next++;
  return /^\p{Ll}/u.test(text.slice(next, next + 2));
}

/** Han, kana and the wide forms: characters that may stand at either end of a line. */
export const isIdeographic = (code: number): boolean =>
  (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff);

/** Thai, Lao, Burmese, Khmer: words stand without spaces but must not be parted. */
export const isWordless = (code: number): boolean =>
  (code >= 0x0e00 && code <= 0x0eff) || (code >= 0x1000 && code <= 0x109f) || (code >= 0x1780 && code <= 0x17ff);
