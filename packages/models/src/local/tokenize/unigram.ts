export interface UnigramVocabulary {
  /** Pieces with the logarithm of their likelihood; a piece's token is its place. */
  readonly pieces: readonly (readonly [string, number])[];
  readonly unknown: number;
}

interface Step {
  readonly from: number;
  readonly token: number;
  readonly score: number;
}

const unknownPenalty = 10;
const remembered = 20_000;

/** Cuts a word into the pieces that are likeliest together; characters no piece has become one unknown token for each run. */
export function unigram({ pieces, unknown }: UnigramVocabulary) {
  const known = new Map<string, Step>();
  let longest = 1;
  let least = Number.POSITIVE_INFINITY;
  for (const [token, [piece, score]] of pieces.entries()) {
    known.set(piece, { from: 0, token, score });
    longest = Math.max(longest, piece.length);
    least = Math.min(least, score);
  }
  const unknownScore = least - unknownPenalty;
  const memory = new Map<string, readonly number[]>();

  return (word: string, tokens: number[]): void => {
    let found = memory.get(word);
    if (found === undefined) {
      found = likeliest(word);
      if (memory.size >= remembered) memory.clear();
      if (word.length <= 40) memory.set(word, found);
    }
    for (const token of found) tokens.push(token);
  };

  function likeliest(word: string): readonly number[] {
    const best = new Array<Step | undefined>(word.length + 1);
    for (let start = 0; start < word.length; ) {
      const here = start === 0 ? 0 : (best[start]?.score ?? 0);
      const character = (word.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
      let single = false;
      for (let end = start + character; end <= Math.min(word.length, start + longest); end++) {
        const piece = known.get(word.slice(start, end));
        if (piece === undefined) continue;
        improve(best, end, { from: start, token: piece.token, score: here + piece.score });
        single ||= end === start + character;
      }
      if (!single) improve(best, start + character, { from: start, token: unknown, score: here + unknownScore });
      start += character;
    }
    return back(best, word.length, unknown);
  }
}

function improve(best: (Step | undefined)[], end: number, step: Step): void {
  const before = best[end];
  if (before === undefined || step.score > before.score) best[end] = step;
}

function back(best: readonly (Step | undefined)[], length: number, unknown: number): readonly number[] {
  const tokens: number[] = [];
  for (let at = length; at > 0; ) {
    const step = best[at];
    if (step === undefined) break;
    if (step.token !== unknown || tokens.at(-1) !== unknown) tokens.push(step.token);
    at = step.from;
  }
  return tokens.reverse();
}
