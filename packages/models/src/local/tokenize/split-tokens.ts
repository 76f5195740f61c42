/**
 * Cuts tokens into parts of at most `most`, of about equal length, each beginning at a word where one begins in the
 * last quarter of the part before it. Nothing is lost: the parts joined are the tokens.
 */
export function splitTokens(
  tokens: readonly number[],
  most: number,
  beginsWord: (token: number) => boolean,
): readonly (readonly number[])[] {
  if (tokens.length <= most) return [tokens];
  const parts: (readonly number[])[] = [];
  let start = 0;
  while (tokens.length - start > most) {
    const partsLeft = Math.ceil((tokens.length - start) / most);
    const wanted = start + Math.ceil((tokens.length - start) / partsLeft);
    const end = wordBefore(tokens, wanted, wanted - Math.floor(most / 4), beginsWord) ?? wanted;
    parts.push(tokens.slice(start, end));
    start = end;
  }
  parts.push(tokens.slice(start));
  return parts;
}

function wordBefore(
  tokens: readonly number[],
  from: number,
  downTo: number,
  beginsWord: (token: number) => boolean,
): number | undefined {
  for (let at = from; at > downTo; at--) {
    const token = tokens[at];
    if (token !== undefined && beginsWord(token)) return at;
  }
  return undefined;
}
