import type { Database } from "@khoj/db";
import type { EmbeddingModel } from "@khoj/models";
import {
  announceModels,
  insertModel,
  lockModels,
  makeServing,
  retireModel,
  selectModels,
} from "./embedding-model-store.ts";

/**
 * Enters the chosen model in the table. It serves at once where nothing better does; where another serves, it fills, and
 * takes over when every passage has its vector. `servesOn`: the serving one is open on this node.
 */
export async function register(database: Database, model: EmbeddingModel, servesOn: boolean): Promise<void> {
  await database.transaction(async (sql) => {
    await lockModels(sql);
    const rows = await selectModels(sql);
    const own = rows.find(({ key }) => key === model.key);
    const serving = rows.find(({ state }) => state === "serving");
    const filling = rows.find(({ state }) => state === "filling");
    // Some vectors are better than those that nobody can ask any more.
    const replaces = serving !== undefined && serving !== own && !servesOn;
    if (own !== undefined && own === (replaces ? undefined : (filling ?? serving))) return;
    if (filling !== undefined && filling !== own) await retireModel(sql, filling.id);
    if (replaces) await retireModel(sql, serving.id);
    const takesPlace = serving === undefined || replaces;
    if (own === undefined) await insertModel(sql, model, takesPlace ? "serving" : "filling");
    else if (own === filling && takesPlace) await makeServing(sql, own.id);
    await announceModels(sql);
  });
}

/** What filled serves from now on; what served is retired. */
export async function takeOver(database: Database, modelId: number): Promise<void> {
  await database.transaction(async (sql) => {
    await lockModels(sql);
    const rows = await selectModels(sql);
    if (!rows.some(({ id, state }) => id === modelId && state === "filling")) return;
    for (const { id, state } of rows) if (state === "serving") await retireModel(sql, id);
    await makeServing(sql, modelId);
    await announceModels(sql);
  });
}
