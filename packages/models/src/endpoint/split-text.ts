/** Cuts a text into two parts of about equal length, at a space near the middle where there is one. */
export function splitText(text: string): readonly [string, string] | undefined {
  const middle = text.length >> 1;
  if (middle < 1) return undefined;
  const near = middle >> 1;
  const before = text.lastIndexOf(" ", middle);
  const after = text.indexOf(" ", middle);
  const at = [before, after]
    .filter((place) => place > 0 && Math.abs(place - middle) <= near)
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  let cut = at ?? middle;
  // Never between the halves of one character.
  if (/[\uDC00-\uDFFF]/.test(text[cut] ?? "")) cut += 1;
  const parts = [text.slice(0, cut).trim(), text.slice(cut).trim()] as const;
  return parts[0] === "" || parts[1] === "" ? undefined : parts;
}
