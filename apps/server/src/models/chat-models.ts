import type { ChatAsk, ChatModel, ChatPiece } from "@khoj/models";
import type { Actor } from "../platform/actor.ts";

/** A configured chat model with its number and the name people know it by. */
export interface NamedChatModel {
  readonly id: number;
  readonly name: string;
  /** The host that texts are sent to; undefined: they stay on this machine. */
  readonly place: string | undefined;
  readonly model: ChatModel;
}

/** What is said beside an answer: who is asked, why the one before it was given up. In words for the person. */
export interface ChainStep {
  readonly kind: "step";
  readonly text: string;
  /** The model asked from here on. */
  readonly asking: NamedChatModel;
  /** Pieces that came before are of a model that was given up: the answer begins anew. */
  readonly withdraws: boolean;
}

export type ChainPiece = ChatPiece | ChainStep;

/** The chat models an administrator configured, as the rooms that ask them see them. */
export interface ChatModels {
  /**
   * Whom to ask for this person, in order: the model they chose, then the others by position. `needsSight`: those that
   * read pictures come first. Empty: there is none, or the person chose quotes; the quoting answerer answers.
   */
  chain(actor: Actor, wish: { readonly needsSight: boolean }): Promise<readonly NamedChatModel[]>;
  /**
   * Streams the answer of the first of `chain` that gives one. A model that fails in a way another may not (no answer, a
   * rate limit, a key, a refusal, going in circles) is left with a step in words, and the next is asked. The last one's
   * failure is a `ChatFailure` that names all that were tried; what came before it stands.
   */
  ask(chain: readonly NamedChatModel[], ask: ChatAsk): AsyncIterable<ChainPiece>;
}
