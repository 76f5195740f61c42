/** Joins the two halves of a character that a provider sent in two pieces. `rest` is what waits for its other half. */
export function wholeCharacters(): { readonly take: (piece: string) => string } {
  let rest = "";
  return {
    take(piece) {
      const text = rest + piece;
      const last = text.charCodeAt(text.length - 1);
      const isHalf = last >= 0xd800 && last <= 0xdbff;
      rest = isHalf ? text.slice(-1) : "";
      return isHalf ? text.slice(0, -1) : text;
    },
  };
}
