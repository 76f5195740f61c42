import { composed } from "./fold.ts";

/**
 * Reads a `file:"…"` filter: `*` is any characters, `?` one, everything else itself, in any case, anywhere in the path.
 * `file:"bread.org"` finds /home/me/notes/bread.org, `file:"notes/*.md"` whatever has that in it.
 */
export function fileGlob(glob: string): (fileName: string) => boolean {
  const pieces = normal(glob).split("*");
  // Matched by hand: a pattern of many stars made into a regular expression can take for ever.
  return (fileName) => {
    const name = normal(fileName);
    let from = 0;
    for (const piece of pieces) {
      const at = findPiece(name, piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return true;
  };
}

function findPiece(name: string, piece: string, from: number): number {
  if (!piece.includes("?")) return name.indexOf(piece, from);
  for (let at = from; at + piece.length <= name.length; at++) {
    let same = 0;
    while (same < piece.length && (piece[same] === "?" || piece[same] === name[at + same])) same++;
    if (same === piece.length) return at;
  }
  return -1;
}

function normal(name: string): string {
  // ASCII needs no normalisation, and nearly all names are.
  return /^[\0-\x7F]*$/.test(name) ? name.toLowerCase() : composed(name).normalize("NFC").toLowerCase();
}
