import type { IndexChanges } from "../../library/index.ts";
import type { VectorIndexSize } from "./memory-vector-index.ts";
import type { VectorIndex } from "./vector-index.ts";
import type { ServedModel, VectorMessage } from "./vector-messages.ts";

/** The vectors of the model that serves, in the index's thread: they follow the library and the word index beside it. */
export interface ThreadVectors {
  /** The index of the model's vectors; undefined while it does not serve. */
  of(modelId: number): VectorIndex | undefined;
  /**
   * From now on `model` is asked. `next` is to take over from it, and its vectors are taken in meanwhile. None: what there
   * is waits for its model.
   */
  serve(model: ServedModel | undefined, next: ServedModel | undefined): void;
  /** Spaces have commits of vectors up to these revisions. */
  advance(spaces: Extract<VectorMessage, { kind: "vectors" }>["spaces"]): void;
  /** The models of which every vector that was told of is in. */
  level(): readonly number[];
  /** The word index took changes in; deletions among them take effect here and now. */
  wordsChanged(changes: Pick<IndexChanges, "spaceId" | "documents" | "deleted">): void;
  wordsReached(spaceId: string): void;
  drop(spaceId: string): void;
  size(): VectorIndexSize | Promise<VectorIndexSize>;
  stop(): Promise<void>;
}
