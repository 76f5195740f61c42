/** Every key of the page, for the `?` list and for Settings. */
export const keys: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ["Ctrl K", "⌘ K"], does: "Go to the box, from anywhere" },
  { keys: ["/"], does: "Go to the box" },
  { keys: ["Enter"], does: "Ask what is in the box; open the result that is chosen" },
  { keys: ["↓", "↑"], does: "Walk through results, files and chats" },
  { keys: ["Tab"], does: "Move on into the results" },
  { keys: ["Esc"], does: "Step back: close the note, return to the box, empty it" },
  { keys: ["n", "p"], does: "Next and previous place in the opened note" },
  { keys: ["[", "]"], does: "Previous and next page of an opened PDF" },
  { keys: ["+", "-", "0"], does: "Nearer, farther, as wide as the pane" },
  { keys: ["Shift Enter"], does: "New line while asking" },
  { keys: ["?"], does: "Show these keys" },
];

/** True while keys belong to what the person writes. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"))
  );
}
