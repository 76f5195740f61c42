/** Of a key that is kept only its end is shown, and of a short one nothing. */
export function describeKey(hint: string | null | undefined): string {
  if (!hint) return "no key";
  return hint === "…" ? "a key is kept" : `key ends in ${hint}`;
}
