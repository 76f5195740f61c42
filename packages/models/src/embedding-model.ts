/** Which side of a search a text is on: some models are told. */
export type TextKind = "query" | "passage";

/** What turns texts into vectors, whether it runs here or answers from elsewhere. */
export interface EmbeddingModel {
  /** Equal keys give equal vectors: name, hash of the weights, kind of numbers, version of what runs them. */
  readonly key: string;
  readonly name: string;
  readonly dimensions: number;
  /** The longest text it reads at once, in its own tokens; undefined: not known. */
  readonly maxTokens: number | undefined;
  /** Unicode names of the scripts it was trained on (`Latin`, `Cyrillic`); undefined: it is said to know all. */
  readonly scripts: readonly string[] | undefined;
  /** Texts leave this machine to be embedded. */
  readonly isRemote: boolean;
  /**
   * For each text its vectors, of length 1: one, or several where the text is longer than the model reads at once.
   * Queries go before passages that wait. Rejects with a KhojError that says what failed, for all texts or none.
   */
  embed(
    texts: readonly string[],
    options: { readonly kind: TextKind; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly (readonly Float32Array[])[]>;
  /**
   * Into how many pieces a word of the text falls on the average: about 1.2 in the languages the model was made for, 2 and
   * more in others of the same script. Absent where it cannot be known.
   */
  tokensPerWord?(text: string): number;
  /** Gives back what it holds: memory, threads, processes. */
  close(): Promise<void>;
}
