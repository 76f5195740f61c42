const looked = 3000;
const between = 64;
const least = 400;
const repeats = 4;

/**
 * Notices a model that goes in circles: the end of what it said is the same passage at least four times over. Asked after
 * each piece; looks at the last 3,000 signs, once in 64.
 */
export function noticeLoop(): (piece: string) => boolean {
  let tail = "";
  let sinceLook = 0;
  return (piece) => {
    tail = (tail + piece).slice(-looked);
    sinceLook += piece.length;
    if (sinceLook < between || tail.length < least) return false;
    sinceLook = 0;
    return isCircle(tail);
  };
}

/** Whether some end of the text, of 400 signs or more, consists of one passage four times or oftener. */
function isCircle(text: string): boolean {
  // Borders of each beginning of the reversed text (Knuth, Morris and Pratt): its length less its border is its period.
  const borders = new Int32Array(text.length);
  const last = text.length - 1;
  let border = 0;
  for (let at = 1; at < text.length; at++) {
    while (border > 0 && text.charCodeAt(last - at) !== text.charCodeAt(last - border))
      border = borders[border - 1] ?? 0;
    if (text.charCodeAt(last - at) === text.charCodeAt(last - border)) border++;
    borders[at] = border;
    const length = at + 1;
    if (length >= least && (length - border) * repeats <= length) return true;
  }
  return false;
}
