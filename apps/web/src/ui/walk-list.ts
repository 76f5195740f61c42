import type { KeyboardEvent } from "react";

/** Arrow keys move between the items of a list; the first one up leads back to where the list was entered from. */
export function walkList(event: KeyboardEvent, selector: string, leave: () => void): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[event.key];
  if (event.key === "Escape") {
    event.preventDefault();
    leave();
    return;
  }
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  event.preventDefault();
  if (at + step < 0 && event.key === "ArrowUp") leave();
  else items[Math.min(Math.max(at + step, 0), items.length - 1)]?.focus();
}
