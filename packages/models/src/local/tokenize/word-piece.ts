export interface WordPieceVocabulary {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknown: number;
  /** Stands before a piece that continues a word: `##`. */
  readonly continuing: string;
  readonly longestWord: number;
}

/** Cuts a word into the longest pieces that the vocabulary has, from its start; a word it cannot make is one unknown token. */
export function wordPiece({ vocabulary, unknown, continuing, longestWord }: WordPieceVocabulary) {
  const starts = new Map<string, number>();
  const continuations = new Map<string, number>();
  let longest = 1;
  for (const [piece, token] of vocabulary) {
    starts.set(piece, token);
    if (piece.startsWith(continuing)) continuations.set(piece.slice(continuing.length), token);
    longest = Math.max(longest, piece.length);
  }
  return (word: string, tokens: number[]): void => {
    const before = tokens.length;
    if (word.length > longestWord && [...word].length > longestWord) {
      tokens.push(unknown);
      return;
    }
    let start = 0;
    while (start < word.length) {
      const pieces = start === 0 ? starts : continuations;
      let end = Math.min(word.length, start + longest);
      let token: number | undefined;
      while (end > start) {
        token = pieces.get(word.slice(start, end));
        if (token !== undefined) break;
        end -= 1;
      }
      if (token === undefined) {
        tokens.length = before;
        tokens.push(unknown);
        return;
      }
      tokens.push(token);
      start = end;
    }
  };
}
