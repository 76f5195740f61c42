/** About how many tokens a text is to most models: no tokeniser is loaded for it. */
export function countTokens(text: string): number {
  let quarters = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    // Four signs of ASCII to a token, two of other alphabets, one of Chinese, Japanese, Korean and pictures.
    quarters += code < 0x80 ? 1 : code < 0x2e80 ? 2 : 4;
  }
  return Math.ceil(quarters / 4);
}
