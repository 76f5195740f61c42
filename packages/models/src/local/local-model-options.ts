/** How a model's numbers are kept: `int8` is twice as fast and a quarter of the memory, `float` is exact. */
export type Numbers = "int8" | "float";

export interface LocalModelOptions {
  /** Holds tokenizer.json, config.json and model.safetensors, or model.onnx in the place of the last. */
  readonly folder: string;
  /** Shown, and part of the key. The folder's own name when absent. */
  readonly name?: string | undefined;
  readonly numbers: Numbers;
  /** Where the built graph is kept; the model's folder when absent. */
  readonly builtFolder?: string | undefined;
  /** How many processes read passages at once, one thread each. 2 when absent. One more reads questions. */
  readonly processes?: number | undefined;
  /** Milliseconds without work after which a process ends and its memory returns; the one for questions waits ten times as long. */
  readonly idleAfter?: number | undefined;
  /**
   * Milliseconds after which a process that does not answer is taken to hang and ended. When absent two minutes, and half a
   * minute for one that somebody waits for.
   */
  readonly patience?: number | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

export interface LocalEmbeddingOptions extends LocalModelOptions {
  /** What `1_Pooling/config.json` says, or the mean, when absent. */
  readonly pooling?: "mean" | "cls" | undefined;
  /** What sentence_bert_config.json or config.json say when absent. */
  readonly maxTokens?: number | undefined;
  /** Words some models want before a text: `query: `, `passage: `. */
  readonly prefixes?: { readonly query: string; readonly passage: string } | undefined;
  readonly scripts?: readonly string[] | undefined;
  /** Texts and the vectors the model must make of them; it is refused when it does not. */
  readonly reference?: ReferenceVectors | undefined;
}

/** A few texts and their vectors, made by something independent of what is checked. */
export interface ReferenceVectors {
  readonly texts: readonly string[];
  /** For each text its vector of length 1 as float16, little-endian, base64. */
  readonly vectors: readonly string[];
}
