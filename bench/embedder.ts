import type { PassingChunks } from "../apps/server/src/search/index/passing-chunks.ts";
import type { VectorIndex } from "../apps/server/src/search/vectors/vector-index.ts";
import { defaultEmbeddingModel, type EmbeddingModel, openLocalEmbeddingModel } from "../packages/models/src/index.ts";
import { realModelFolder } from "../packages/models/src/testing/index.ts";
import type { Collection } from "./collections.ts";

/** The default model, as the server runs it or with float numbers. Ends the program with a sentence where it cannot be had. */
export async function openDefaultModel(numbers: "int8" | "float" = "int8"): Promise<EmbeddingModel> {
  const { folder, missing } = await realModelFolder();
  if (folder === undefined) {
    console.error(`Nothing was measured: ${missing}.`);
    process.exit(1);
  }
  const { name, maxTokens, scripts } = defaultEmbeddingModel;
  return openLocalEmbeddingModel({ folder, name, numbers, maxTokens, scripts });
}

/** What is embedded of a chunk. */
export type Input = (
  chunk: Collection["documents"][number]["chunks"][number],
  document: Collection["documents"][number],
) => string;

/** The vectors of every chunk, looked through one by one: what an index may answer no worse than. */
export async function exactVectors(
  model: EmbeddingModel,
  documents: Collection["documents"],
  input: Input,
): Promise<VectorIndex> {
  const vectors = new Map<string, readonly Float32Array[]>();
  for (const document of documents) {
    const made = await model.embed(
      document.chunks.map((chunk) => input(chunk, document)),
      { kind: "passage" },
    );
    for (const [number, chunk] of document.chunks.entries())
      vectors.set(`${document.id}.${chunk.ordinal}`, made[number] ?? []);
  }
  const near = (vector: Float32Array, passing: PassingChunks) =>
    [...passing.documents()].flatMap(({ spaceId, documentId, ordinals }) =>
      ordinals.map((ordinal) => {
        const parts = vectors.get(`${documentId}.${ordinal}`) ?? [];
        return { spaceId, documentId, ordinal, similarity: Math.max(-1, ...parts.map((part) => cosine(vector, part))) };
      }),
    );
  return {
    search: async ({ vector, passing, limit }) =>
      near(vector, passing())
        .sort((one, other) => other.similarity - one.similarity)
        .slice(0, limit),
  };
}

function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
