import { type ChatEnd, ChatFailure, type ChatPiece } from "./chat-model.ts";

export interface AnswerLimits {
  readonly name: string;
  /** The most tokens that were asked for; those who ignore it are held to a generous number of characters. */
  readonly answerTokens: number;
  /** Milliseconds from the question to the end of the answer, however much comes meanwhile. */
  readonly longest: number;
}

/** How long an answer may take in all where it may be silent for `patience` milliseconds. */
export const longestAnswer = (patience: number): number => 5 * patience;

/** A token is four characters of prose, and hardly ever this many. */
const charactersOfToken = 12;
const unknown = { inputTokens: undefined, outputTokens: undefined };

/**
 * An answer that ends, whoever gives it: after so many characters, thoughts included, and after so long. What there was
 * of its text stands; one that had none by then is a failure, so that another model may be asked.
 */
export async function* limitAnswer(
  begin: (signal: AbortSignal) => AsyncIterable<ChatPiece>,
  { name, answerTokens, longest }: AnswerLimits,
  signal?: AbortSignal,
): AsyncGenerator<ChatPiece> {
  const late = new AbortController();
  const clock = setTimeout(() => late.abort(noAnswer(name, longest)), longest);
  let left = answerTokens * charactersOfToken;
  let hasText = false;
  const ending = (end: ChatEnd): ChatPiece => {
    if (!hasText) throw onlyThoughts(name);
    return { kind: "end", end, usage: unknown };
  };
  try {
    for await (const piece of begin(signal ? AbortSignal.any([signal, late.signal]) : late.signal)) {
      late.signal.throwIfAborted();
      if (piece.kind === "end") {
        if (piece.end === "length" && !hasText) throw onlyThoughts(name);
        yield piece;
        return;
      }
      const text = piece.text.length <= left ? piece.text : wholeBeginning(piece.text, left);
      left -= piece.text.length;
      hasText ||= piece.kind === "text" && text.trim() !== "";
      if (text !== "") yield { ...piece, text };
      if (left <= 0) return yield ending("length");
    }
  } catch (error) {
    if (!late.signal.aborted || signal?.aborted || !hasText) throw error;
    yield ending("late");
  } finally {
    clearTimeout(clock);
  }
}

const wholeBeginning = (text: string, length: number): string => {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
};

const noAnswer = (name: string, milliseconds: number): ChatFailure =>
  new ChatFailure("slow", `${name} gave no answer within ${inWords(milliseconds)} and was stopped`);

const inWords = (milliseconds: number): string =>
  milliseconds < 120_000 ? `${Math.ceil(milliseconds / 1000)} s` : `${Math.round(milliseconds / 60_000)} minutes`;

const onlyThoughts = (name: string): ChatFailure =>
  new ChatFailure(
    "failed",
    `${name} used up its answer on thoughts and said nothing; it can be let write more under Models, in Settings or in the admin panel`,
  );
