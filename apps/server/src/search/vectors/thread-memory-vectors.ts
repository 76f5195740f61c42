import type { IndexChanges } from "../../library/index.ts";
import { removeSnapshot } from "../snapshot-file.ts";
import type { VectorIndexSize } from "./memory-vector-index.ts";
import { followModel, type ModelVectors, type ModelVectorsDeps } from "./model-vectors.ts";
import type { ThreadVectors } from "./thread-vectors.ts";
import type { VectorIndex } from "./vector-index.ts";
import type { ServedModel, VectorMessage } from "./vector-messages.ts";

export interface MemoryVectorsDeps extends ModelVectorsDeps {
  /** False where the word index begins empty: what it does not know would be taken for deleted. */
  readonly trustSnapshot: boolean;
}

/** Milliseconds for which a model is still answered for after another took over: its last questions are on their way. */
const lastQuestions = 10_000;

/** The vectors in memory: of the model that serves, of the one that is to take over, and for a moment of the one before. */
export class MemoryVectors implements ThreadVectors {
  readonly #deps: MemoryVectorsDeps;
  #serving: ModelVectors | undefined;
  #coming: ModelVectors | undefined;
  #leaving: ModelVectors | undefined;
  #trusts: boolean;
  #mayBeThere = true;
  readonly #known = new Map<string, number>();

  constructor(deps: MemoryVectorsDeps) {
    this.#deps = deps;
    this.#trusts = deps.trustSnapshot;
    if (!this.#trusts) this.#forgetFile();
  }

  of(modelId: number): VectorIndex | undefined {
    return [this.#serving, this.#leaving].find((one) => one?.model.id === modelId)?.index;
  }

  serve(model: ServedModel | undefined, next: ServedModel | undefined): void {
    if (model && !isOf(this.#serving, model)) this.#take(model);
    if (isOf(this.#coming, next)) return;
    this.#coming?.retire();
    this.#coming = next && this.#follow(next);
  }

  advance(spaces: Extract<VectorMessage, { kind: "vectors" }>["spaces"]): void {
    for (const [spaceId, revision] of spaces) {
      this.#known.set(spaceId, revision);
      this.#serving?.follower.advance(spaceId, revision);
      this.#coming?.follower.advance(spaceId, revision);
    }
  }

  level(): readonly number[] {
    return [this.#serving, this.#coming].flatMap((one) => (one && !one.follower.isBehind() ? one.model.id : []));
  }

  wordsChanged({ spaceId, documents, deleted }: Pick<IndexChanges, "spaceId" | "documents" | "deleted">): void {
    const changed = [...deleted, ...documents.map(({ id }) => id)];
    for (const one of this.#all()) one.noteGone(one.index.settle(spaceId, changed));
    if (!this.#serving) this.#forgetFile();
  }

  wordsReached(spaceId: string): void {
    for (const one of this.#all()) one.noteGone(one.index.settleWaiting(spaceId));
  }

  drop(spaceId: string): void {
    this.#known.delete(spaceId);
    for (const one of this.#all()) {
      if (!one.index.spaces.has(spaceId)) continue;
      one.index.drop(spaceId);
      one.noteGone(1);
    }
    if (!this.#serving) this.#forgetFile();
  }

  size(): VectorIndexSize {
    return this.#serving?.index.stats() ?? { vectors: 0, bytes: 0, leftOut: 0 };
  }

  async stop(): Promise<void> {
    this.#coming?.retire();
    this.#leaving?.retire();
    await this.#serving?.stop();
  }

  #all(): readonly ModelVectors[] {
    return [this.#serving, this.#coming, this.#leaving].filter((one) => one !== undefined);
  }

  #take(model: ServedModel): void {
    if (this.#serving) {
      this.#forgetFile();
      this.#leave(this.#serving);
    }
    if (isOf(this.#coming, model)) {
      this.#serving = this.#coming;
      this.#coming = undefined;
      // What is in memory already is not read again.
      this.#serving?.keepSnapshot(false);
    } else this.#serving = this.#follow(model, (one) => one.keepSnapshot(this.#trusts));
    this.#mayBeThere = true;
  }

  #follow(model: ServedModel, before: (one: ModelVectors) => void = () => {}): ModelVectors {
    const one = followModel(this.#deps, model);
    before(one);
    for (const [spaceId, revision] of this.#known) one.follower.advance(spaceId, revision);
    return one;
  }

  #leave(one: ModelVectors): void {
    this.#leaving?.retire();
    this.#leaving = one;
    setTimeout(() => {
      one.retire();
      if (this.#leaving === one) this.#leaving = undefined;
    }, lastQuestions).unref();
  }

  /** What is deleted while nothing follows it here must not stay in the file. */
  #forgetFile(): void {
    this.#trusts = false;
    if (!this.#mayBeThere) return;
    this.#mayBeThere = false;
    void removeSnapshot(this.#deps.snapshotFile).catch(() => {});
  }
}

const isOf = (one: ModelVectors | undefined, model: ServedModel | undefined): boolean =>
  one?.model.id === model?.id && one?.model.key === model?.key;
