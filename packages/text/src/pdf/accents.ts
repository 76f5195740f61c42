interface Letter {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Accents that stand for themselves, and the same as part of a letter. */
const combining: ReadonlyMap<string, string> = new Map([
  ["`", "\u0300"],
  ["\u00b4", "\u0301"],
  ["\u02c6", "\u0302"],
  ["\u02dc", "\u0303"],
  ["\u00af", "\u0304"],
  ["\u02d8", "\u0306"],
  ["\u02d9", "\u0307"],
  ["\u00a8", "\u0308"],
  ["\u02da", "\u030a"],
  ["\u02dd", "\u030b"],
  ["\u02c7", "\u030c"],
  ["\u00b8", "\u0327"],
]);

/** One of the last letters of a word that is being read, and its place in the word's text. */
export interface RecentLetter extends Letter {
  at: number;
}

/** An accent may come after its letter and the two that follow it, where the file draws them in one go. */
export const mostRecent = 3;

/**
 * Older typesetting draws an accent and then its letter, or the other way round. Where `next` and a letter before are
 * two such, they become the letter that is read; false where they are not.
 */
export function attachAccent(word: { text: string }, recent: RecentLetter[], next: Letter): boolean {
  const isAccent = combining.has(next.text);
  const furthest = isAccent ? 0 : recent.length - 1;
  for (let place = recent.length - 1; place >= furthest; place--) {
    const one = recent[place];
    if (one === undefined) return false;
    const composed = isAccent ? compose(one, next) : compose(next, one);
    if (composed === undefined) continue;
    word.text = word.text.slice(0, one.at) + composed + word.text.slice(one.at + one.text.length);
    recent[place] = { ...(isAccent ? one : next), text: composed, at: one.at };
    const longer = composed.length - one.text.length;
    for (let after = place + 1; after < recent.length; after++) {
      const moved = recent[after];
      if (moved !== undefined) recent[after] = { ...moved, at: moved.at + longer };
    }
    return true;
  }
  return false;
}

function compose(letter: Letter, accent: Letter): string | undefined {
  const mark = combining.get(accent.text);
  if (mark === undefined || !/^\p{L}$/u.test(letter.text) || !isOver(accent, letter)) return undefined;
  return (undotted(letter.text) + mark).normalize("NFC");
}

/** Accents are drawn over the i and j without a dot. */
const undotted = (letter: string): string => (letter === "\u0131" ? "i" : letter === "\u0237" ? "j" : letter);

/** In the same column of the page and on the same line: a quotation mark beside a letter is none of its accents. */
function isOver(accent: Letter, letter: Letter): boolean {
  const shared = Math.min(accent.x + accent.width, letter.x + letter.width) - Math.max(accent.x, letter.x);
  const isNear = accent.y < letter.y + letter.height && letter.y < accent.y + accent.height;
  return isNear && shared > 0.6 * Math.min(accent.width, letter.width);
}
