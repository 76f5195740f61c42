/** One text as the model reads it. */
export interface Sequence {
  readonly tokens: Int32Array;
  /** Which of two texts each token belongs to; absent where there is one. */
  readonly types?: Int32Array | undefined;
}

export interface LoadOrder {
  readonly kind: "load";
  readonly file: string;
  /** What the file must be: nobody changed it since it was opened first. */
  readonly sha256: string;
  /** What is made of a graph that answers a row for each token. */
  readonly pooling: "mean" | "cls" | "none";
}

export interface RunOrder {
  readonly kind: "run";
  readonly sequences: readonly Sequence[];
}

export type SessionOrder = LoadOrder | RunOrder;

export type SessionAnswer =
  | { readonly kind: "loaded" }
  | { readonly kind: "done"; readonly rows: readonly Float32Array[] }
  | { readonly kind: "failed"; readonly message: string };
