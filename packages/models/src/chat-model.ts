export interface ChatPart {
  readonly kind: "text" | "image";
  /** Text, or a data URI of a picture. */
  readonly value: string;
}

export interface ChatTurn {
  readonly by: "system" | "user" | "assistant";
  readonly parts: readonly ChatPart[];
}

export interface ChatAsk {
  readonly turns: readonly ChatTurn[];
  /** The most tokens of the answer. */
  readonly answerTokens: number;
  /** 0: always the likeliest word. */
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  /** An answer that must be JSON of this shape; models that cannot are asked in words. */
  readonly json?: Readonly<Record<string, unknown>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How an answer ended: whole; at the limit of its length; at that of its time; refused; going round in circles and stopped. */
export type ChatEnd = "complete" | "length" | "late" | "refused" | "looping";

/** A piece of an answer as it comes. `end` is last and comes once; a failure is an error of the iteration instead. */
export type ChatPiece =
  | { readonly kind: "text" | "thought"; readonly text: string }
  | { readonly kind: "end"; readonly end: ChatEnd; readonly usage: ChatUsage };

export interface ChatUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** A model that answers, wherever it runs. */
export interface ChatModel {
  readonly name: string;
  /** What fits of question and answer together, in tokens. */
  readonly contextTokens: number;
  readonly answerTokens: number;
  /** It reads pictures. */
  readonly sees: boolean;
  /** Texts leave this machine. */
  readonly isRemote: boolean;
  /**
   * Streams an answer. Errors are `ChatFailure`s: what happened, and whether another try or another model may help. What
   * came before an error stands.
   */
  ask(ask: ChatAsk): AsyncIterable<ChatPiece>;
  /** About how many tokens a text is to it; never less than half nor more than twice the truth for prose. */
  countTokens(text: string): number;
}

/** Why an answer failed: decides what is tried next and what a person is told. */
export type ChatFailureKind =
  | "unreachable"
  | "slow"
  | "rate-limit"
  | "overloaded"
  | "key"
  | "no-such-model"
  | "too-long"
  | "refused"
  | "garbled"
  | "failed";

export class ChatFailure extends Error {
  override readonly name = "ChatFailure";
  readonly kind: ChatFailureKind;
  /** Milliseconds after which the provider says to come back. */
  readonly retryAfter: number | undefined;

  /** `message` is shown to people: no key, no note text. */
  constructor(kind: ChatFailureKind, message: string, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAfter = options.retryAfter;
  }
}
