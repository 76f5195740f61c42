import type { Database } from "@khoj/db";
import {
  claimSpace,
  deleteVectorsOf,
  insertVectors,
  listChunksToEmbed,
  measureEmbedding,
  readVectors,
  vectorRevisions,
} from "./vector-store.ts";
import type { VectorLibrary } from "./vectors.ts";

export function openVectors(database: Database): VectorLibrary {
  const listeners: ((spaceId: string, revision: number) => void)[] = [];
  return {
    toEmbed: (space, model, limit) => database.inSpaces([space], (sql) => listChunksToEmbed(sql, space, model, limit)),
    async saveVectors(space, made) {
      const revision = await database.inSpaces([space], (sql) => insertVectors(sql, space, made));
      if (revision !== undefined) for (const listener of listeners) listener(space, revision);
    },
    vectorsSince: (space, asked) => database.inSpaces([space], (sql) => readVectors(sql, space, asked)),
    vectorRevisions: (spaceIds) => vectorRevisions(database, spaceIds),
    onVectors: (listener) => {
      listeners.push(listener);
    },
    embedding: (spaces, modelId) => database.inSpaces(spaces, (sql) => measureEmbedding(sql, spaces, modelId)),
    deleteVectors: (space, model, limit) =>
      database.inSpaces([space], (sql) => deleteVectorsOf(sql, space, model, limit)),
    claim: (space, node, seconds) => claimSpace(database, space, node, seconds),
  };
}
