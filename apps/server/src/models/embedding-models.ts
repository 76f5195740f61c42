import type { embeddingStates } from "@khoj/contract";
import type { EmbeddingModel } from "@khoj/models";

/** A model with its number in the database, which vectors are stored under. */
export interface NumberedModel {
  readonly id: number;
  readonly model: EmbeddingModel;
}

export interface EmbeddingState {
  readonly state: (typeof embeddingStates)[number];
  /** What is being done, or what failed and the cure; undefined when all is well. */
  readonly reason: string | undefined;
  /** The name of the model that is there, or on its way. */
  readonly model: string | undefined;
  readonly gotBytes?: number;
  readonly ofBytes?: number;
}

/** The models that read meaning, as the rooms that use them see them. */
export interface EmbeddingModels {
  /** The model whose vectors searches ask; undefined: words alone, and `state().reason` says why. */
  serving(): NumberedModel | undefined;
  /** The model passages are embedded by: the serving one, or the one that is to take over. */
  filling(): NumberedModel | undefined;
  /** Models whose vectors are to be deleted. */
  retired(): readonly number[];
  state(): EmbeddingState;
  /** Passages are not embedded now, by an administrator's word. */
  isPaused(): boolean;
  /** Every passage has its vector of the model that was filling: it serves from now on, on every node. */
  takeOver(modelId: number): Promise<void>;
  /** The last vector of a retired model is deleted. */
  forget(modelId: number): Promise<void>;
  /** Called after any of the answers above changed. */
  onChange(listener: () => void): void;
}
