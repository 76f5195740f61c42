import type { PageWord } from "../pdf/page-word.ts";
import type { Line } from "../pdf/reading-order.ts";
import type { FoundWord } from "./read-table.ts";
import type { PictureText, Tesseract } from "./tesseract.ts";

/** Below this a word is more likely a smudge than a word. */
const leastWordConfidence = 30;
/** Above this a page is taken as it stands, without trying how it reads when it is turned. */
const sureConfidence = 75;
const quarterTurns = [Math.PI, Math.PI / 2, -Math.PI / 2] as const;

export interface ReadPicture extends PictureText {
  /** How it had to be turned to be read, in radians. */
  readonly angle: number;
}

/**
 * Reads a picture as it lies; where that gives no sure words, turned upside down and to both sides, and takes what reads
 * best. `isLate` ends the trying.
 */
export function readPicture(
  tesseract: Tesseract,
  picture: Uint8Array,
  { exif = 1, isLate }: { readonly exif?: number; readonly isLate: () => boolean },
): ReadPicture | undefined {
  const first = tesseract.read(picture, { exif });
  if (first === undefined) return undefined;
  let best: ReadPicture = { ...first, angle: 0 };
  if (first.words.length === 0 || worth(first) >= sureConfidence) return best;
  for (const angle of quarterTurns) {
    if (isLate()) break;
    const turned = tesseract.read(picture, { exif, angle });
    if (turned !== undefined && worth(turned) > worth(best) + 5) best = { ...turned, angle };
    if (worth(best) >= sureConfidence) break;
  }
  return best;
}

/** How sure it is of words of some length: smudges read as single letters count for nothing. */
function worth({ words }: PictureText): number {
  const real = words.filter(({ text }) => /\p{L}{3}|\p{N}{2}|\p{Script=Han}/u.test(text));
  if (real.length === 0) return 0;
  const sum = real.reduce((all, { confidence }) => all + confidence, 0) / real.length;
  return sum * Math.min(1, real.length / Math.max(1, words.length * 0.5));
}

/** The words of a picture as lines of a page, a group for each paragraph, in the units of that page. */
export function toGroups({ words }: PictureText, scale: number): Line[][] {
  const groups = new Map<string, Map<string, FoundWord[]>>();
  for (const word of words) {
    if (word.confidence < leastWordConfidence) continue;
    const lines = groups.get(word.paragraph) ?? new Map<string, FoundWord[]>();
    groups.set(word.paragraph, lines.set(word.line, [...(lines.get(word.line) ?? []), word]));
  }
  return [...groups.values()].map((lines) => [...lines.values()].map((line) => toLine(line, scale)));
}

function toLine(found: readonly FoundWord[], scale: number): Line {
  const words = found.map(
    (word): PageWord => ({
      text: word.text.normalize("NFC"),
      x: word.x * scale,
      y: word.y * scale,
      width: word.width * scale,
      height: word.height * scale,
      fontSize: 0,
      isParted: false,
      isTurned: false,
    }),
  );
  return {
    words,
    x: Math.min(...words.map((word) => word.x)),
    right: Math.max(...words.map((word) => word.x + word.width)),
    y: Math.min(...words.map((word) => word.y)),
    bottom: Math.max(...words.map((word) => word.y + word.height)),
    fontSize: 0,
  };
}
