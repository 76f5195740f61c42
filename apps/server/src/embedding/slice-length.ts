/** How many passages a model is given at once: so many that it takes a moment, and something newer need not wait for long. */
export interface SliceLength {
  now(): number;
  /** A slice of the usual length took so many milliseconds. */
  note(passages: number, milliseconds: number): void;
}

const least = 32;
const most = 256;
/** Milliseconds: a slice that took less is followed by a longer one, and one that took more by a shorter (decision 14). */
const quick = 250;
const slow = 1000;

export function openSliceLength(): SliceLength {
  let length = least;
  return {
    now: () => length,
    note(passages, milliseconds) {
      if (passages < length) return;
      if (milliseconds < quick) length = Math.min(most, length * 2);
      else if (milliseconds > slow) length = Math.max(least, length / 2);
    },
  };
}
