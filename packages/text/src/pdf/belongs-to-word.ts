import type { Box } from "./page-word.ts";

/** Letters of one word touch; where no space was put although they do not, there were two. */
export const isApart = (open: Box, box: Box): boolean => {
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
export const smallest = 0.9;

/**
 * The small letter of an index ends its word where the next does not touch it, as in the formulas of TeX. A number does
 * not: H₂O is one word.
 */
export const isAfterIndex = (last: Box & { text: string }, next: Box & { text: string }): boolean =>
  last.height < next.height &&
  next.x - (last.x + last.width) > touching * next.height &&
  /\p{L}/u.test(last.text) &&
  /\p{L}/u.test(next.text);

/**
 * Letters in another size that touch a word belong to it, such as the raised and lowered ones of x² and H₂O and a large
 * initial. A number after a long word or another number is the mark of a note.
 */
export function isAttached(
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
