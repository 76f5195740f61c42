import { clsx } from "clsx";
import type { ReactNode } from "react";

const tones = {
  good: "text-good before:bg-current",
  warn: "text-warn before:bg-current",
  danger: "text-danger before:bg-current",
  quiet: "text-ink-soft before:bg-current",
} as const;

/** A state in one word; the dot before it is for the eye that skims, the word for everybody. */
export const StateWord = ({ tone, children }: { readonly tone: keyof typeof tones; readonly children: ReactNode }) => (
  <span
    className={clsx(
      "inline-flex items-baseline gap-1.5 whitespace-nowrap before:inline-block before:size-1.75 before:rounded-full before:content-['']",
      tones[tone],
    )}
  >
    {children}
  </span>
);
