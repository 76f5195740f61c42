/** A model whose vectors searches ask, or will, as the index's thread knows it. */
export interface ServedModel {
  /** Its number in the database. */
  readonly id: number;
  /** Equal keys give equal vectors. */
  readonly key: string;
  readonly dimensions: number;
}

/** What the index's thread is told of vectors. */
export type VectorMessage =
  /** The model whose vectors are asked from now on, and the one that is to take over from it; undefined: none. */
  | { readonly kind: "serve"; readonly model: ServedModel | undefined; readonly next: ServedModel | undefined }
  /** Spaces with the revisions up to which they have commits of vectors. */
  | { readonly kind: "vectors"; readonly spaces: readonly (readonly [spaceId: string, revision: number])[] };
