import { composed } from "./fold.ts";

/**
 * Reads a `file:"…"` filter: `*` is any characters, `?` one, everything else itself, in any case, anywhere in the path.
 * `file:"bread.org"` finds /home/me/notes/bread.org, `file:"notes/*.md"` whatever has that in it.
 */
export function fileGlob(glob: string): (fileName: string) => boolean {
  const wanted = normal(glob);
  const pieces = wanted.split("*").map((piece) => [...piece]);
  // Matched by hand: a pattern of many stars made into a regular expression can take for ever.
  return (fileName) => {
    const name = [...normal(fileName)];
    let from = 0;
    for (const piece of pieces) {
      const at = findPiece(name, piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return true;
  };
}

function findPiece(name: readonly string[], piece: readonly string[], from: number): number {
  for (let at = from; at + piece.length <= name.length; at++) {
    if (piece.every((wanted, index) => wanted === "?" || wanted === name[at + index])) return at;
  }
  return -1;
}

function normal(name: string): string {
  return composed(name).normalize("NFC").toLowerCase();
}
