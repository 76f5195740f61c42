import path from "node:path";
import type { EmbeddingChange, EmbeddingTest, EmbeddingTestReport } from "@khoj/contract";
import { openSecrets } from "../platform/secrets/open-secrets.ts";
import type { Administration } from "./administration.ts";

/** Loaded only for what it is for: other commands should not wait for it. */
const room = () => import("../models/index.ts");

/** The endpoint for embeddings that stands in the tables, as whoever manages it sees it. */
interface ShownEndpoint {
  readonly base_url: string;
  readonly key_hint: string | null;
  readonly model: string | null;
  readonly set_by: "environment" | "panel";
  /** Whether the notes are read with it now. */
  readonly reads: boolean;
}

async function depsOf({ config, database, events }: Administration) {
  const { openEmbeddingEgress } = await room();
  const secrets = await openSecrets({ database, secretKey: config.secretKey, dataDirectory: config.dataDirectory });
  return { database, events, secrets, config: config.models.embedding, askEndpoint: openEmbeddingEgress };
}

export async function showEmbeddingEndpoint(administration: Administration): Promise<ShownEndpoint | undefined> {
  const { describeEndpoint, readChoice } = await room();
  const { choice, endpoint } = await readChoice(await depsOf(administration));
  const shown = describeEndpoint(endpoint);
  return shown && { ...shown, reads: choice.kind === "endpoint" };
}

/** The notes are read with it from now on; a server that runs begins at once. `null` for the address forgets it. */
export async function changeEmbeddingEndpoint(
  administration: Administration,
  change: Pick<EmbeddingChange, "kind" | "base_url" | "key" | "model">,
): Promise<void> {
  const { changeEmbedding } = await room();
  const deps = { ...(await depsOf(administration)), models: path.join(administration.config.dataDirectory, "models") };
  await deps.database.transaction((sql) => changeEmbedding(deps, sql, administration.by, change));
}

export async function testEmbeddingEndpoint(
  administration: Administration,
  given: EmbeddingTest,
): Promise<EmbeddingTestReport> {
  return (await room()).tryEndpoint(await depsOf(administration), given);
}
