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
  if (/\s/.test(piece) && end - start > pieceLength / 2) return piece.slice(start, end).trim();
  return withoutSpaces(text, from).trim();
}

/** A script without spaces is cut where its words end. */
function withoutSpaces(text: string, from: number): string {
  const around = 30;
  const borders = [...segmenter.segment(text.slice(Math.max(0, from - around), from + pieceLength + around))].map(
    ({ index }) => index + Math.max(0, from - around),
  );
  const start = from === 0 ? 0 : (borders.find((border) => border >= from) ?? from);
  const end =
    from + pieceLength >= text.length
      ? text.length
      : (borders.findLast((border) => border <= from + pieceLength) ?? from + pieceLength);
  return text.slice(start, end > start ? end : from + pieceLength).toWellFormed();
}

const segmenter = new Intl.Segmenter("ja", { granularity: "word" });
