/** What a double was asked, whatever protocol it came by. */
export interface Asked {
  readonly protocol: "openai" | "anthropic" | "google";
  readonly model: string;
  readonly key: string | undefined;
  readonly turns: readonly { readonly by: string; readonly text: string; readonly pictures: number }[];
  /** The answer is to be JSON. */
  readonly json: boolean;
  readonly answerTokens: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answerer = (asked: Asked) => string;

const lastQuestion = ({ turns }: Asked): string => turns.findLast(({ by }) => by === "user")?.text ?? "";
const everything = ({ turns }: Asked): string => turns.map(({ text }) => text).join("\n\n");

interface Passage {
  readonly number: string;
  readonly text: string;
}

/** Fenced passages of a prompt: `<passage number="1" …>…</passage>`; the name of the element is the prompt's affair. */
export function fencedPassages(prompt: string): Passage[] {
  const fence = /<(\w[\w-]*)\b[^>]*?\b(?:n|nr|no|id|number|index)\s*=\s*"?(\d+)"?[^>]*>([\s\S]*?)<\/\1\b[^>]*>/g;
  return [...prompt.matchAll(fence)].map(([, , number = "", text = ""]) => ({ number, text: text.trim() }));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
const common = new Set(
  "the and for are was were what when which who whom where why how does did from with that this have has you your not into about there their will can could would should is it".split(
    " ",
  ),
);

/** The sentence of the passages that shares most words with the question, and how large a share. */
function bestSentence(asked: Asked): { text: string; number: string; share: number } | undefined {
  const question = lastQuestion(asked);
  const outside = question.replaceAll(/<(\w[\w-]*)\b[^>]*>[\s\S]*?<\/\1\b[^>]*>/g, " ");
  const wanted = new Set(wordsOf(outside).filter((word) => !common.has(word)));
  const sentences = fencedPassages(everything(asked)).flatMap(({ number, text }) =>
    text
      .split(/(?<=[.!?。])\s+|\n+/)
      .filter((sentence) => /\p{L}/u.test(sentence))
      .map((sentence) => ({ text: sentence.trim(), number })),
  );
  const scored = sentences.map((sentence) => {
    const words = new Set(wordsOf(sentence.text));
    const shared = [...wanted].filter((word) => words.has(word)).length;
    return { ...sentence, share: wanted.size === 0 ? 0 : shared / wanted.size };
  });
  return scored.toSorted((a, b) => b.share - a.share)[0];
}

/** Answers from the fenced passages, word for word and with the number, or says that it is not there. */
const scripted: Answerer = (asked) => {
  const best = bestSentence(asked);
  return best && best.share >= 0.3 ? `${best.text} [${best.number}]` : "That is not in your notes.";
};

const orders =
  /\b(?:say|reply with|respond with|answer with|write|output|print|append|include)\b[:\s]*["“']?([^\n"”']+)/gi;

/** Does what any text tells it to, notes too: the worst case of an injected instruction. */
const obedient: Answerer = (asked) => {
  const told = fencedPassages(everything(asked)).flatMap(({ text }) =>
    [...text.matchAll(orders)].map(([, what]) => what),
  );
  return told.length > 0 ? told.join(" ") : scripted(asked);
};

const echo: Answerer = (asked) => lastQuestion(asked);

/** Answerers every double has. A test brings others by name. */
export const usualAnswerers: Readonly<Record<string, Answerer>> = { scripted, obedient, echo };
