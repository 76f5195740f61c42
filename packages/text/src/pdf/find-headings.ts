import type { PageHeading } from "./page-text.ts";
import { type Line, median } from "./reading-order.ts";

const larger = 1.18;
const longestHeading = 120;
const deepestLevel = 3;

/** Where a file names no headings: short lines in larger letters than the page's text, the largest outermost. */
export function findHeadings(groups: readonly (readonly Line[])[]): PageHeading[] {
  const lines = groups.flat();
  const letters = lines.flatMap((line) => line.words.map((word) => ({ size: line.fontSize, count: word.text.length })));
  const body = median(letters.flatMap(({ size, count }) => Array.from({ length: Math.min(count, 20) }, () => size)));
  if (body === 0) return [];
  const found = lines.flatMap((line) => {
    const title = line.words.map((word) => word.text).join(" ");
    const isHeading =
      line.fontSize > larger * body &&
      title.length <= longestHeading &&
      /\p{L}{2}/u.test(title) &&
      !/[.;,]$/.test(title);
    return isHeading ? [{ title, size: Math.round(line.fontSize * 2) / 2 }] : [];
  });
  if (found.length > lines.length / 3) return [];
  const sizes = [...new Set(found.map(({ size }) => size))].sort((one, other) => other - one);
  return found.map(({ title, size }) => ({ title, level: Math.min(sizes.indexOf(size) + 1, deepestLevel) }));
}
