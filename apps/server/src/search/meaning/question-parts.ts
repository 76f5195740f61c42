/** Longer is a note whose like is looked for: it is asked by pieces of this length, at most so many, spread over all of it. */
const pieceLength = 1000;
const mostPieces = 8;

/** A question as it is, or the pieces of a text too long to be one. */
export function questionParts(text: string): string[] {
  if (text.length <= pieceLength * 1.5) return [text];
  const count = Math.min(mostPieces, Math.ceil(text.length / pieceLength));
  const stride = (text.length - pieceLength) / (count - 1);
  return Array.from({ length: count }, (_, number) => wholeWords(text, Math.round(number * stride)));
}

function wholeWords(text: string, from: number): string {
  const piece = text.slice(from, from + pieceLength).toWellFormed();
  const start = from === 0 ? 0 : piece.search(/\s/) + 1;
  const end = from + pieceLength >= text.length ? piece.length : piece.search(/\s\S*$/);
  // A script without spaces has no place to cut at.
  return (end - start > pieceLength / 2 ? piece.slice(start, end) : piece).trim();
}
