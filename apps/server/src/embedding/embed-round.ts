import type { Library } from "../library/index.ts";
import type { EmbeddingModels, NumberedModel } from "../models/index.ts";
import { embedPortion, type PortionDeps } from "./embed-portion.ts";

export interface RoundDeps {
  readonly library: Library;
  readonly models: EmbeddingModels;
  /** Whether searches can ask the model's vectors: before that it does not take over. */
  readonly hasVectorsOf: (modelId: number) => Promise<boolean>;
  readonly portion: PortionDeps;
  /** This process, for what it claims. */
  readonly node: string;
  /** Spaces written to since they were last looked at: they go first. */
  readonly written: Set<string>;
}

/** Seconds for which a space is this process's own. */
const claimSeconds = 60;
const retiredPortion = 5_000;

/** Does a portion of what there is to do: "rest" when nothing is left to do just now, "soon" when something is on its way. */
export async function embedRound(deps: RoundDeps): Promise<"again" | "soon" | "rest"> {
  const { models } = deps;
  const filling = models.isPaused() ? undefined : models.filling();
  if (filling !== undefined) {
    const outcome = await portionOfEachSpace(deps, filling);
    if (outcome === "some") return "again";
    if (outcome === "all" && models.serving()?.id !== filling.id) {
      // An index that does not answer says by itself why.
      if (models.serving() && !(await deps.hasVectorsOf(filling.id).catch(() => false))) return "soon";
      await models.takeOver(filling.id);
    }
  }
  return (await dropRetired(deps)) ? "again" : "rest";
}

/** "all": nothing waits anywhere, and no other process is at work on any space. */
async function portionOfEachSpace(
  { library, models, portion, node, written }: RoundDeps,
  filling: NumberedModel,
): Promise<"some" | "all" | "elsewhere"> {
  const spaces = new Set([...written, ...(await library.revisions()).keys()]);
  written.clear();
  let outcome: "some" | "all" | "elsewhere" = "all";
  for (const spaceId of spaces) {
    if (portion.signal.aborted || models.isPaused() || models.filling()?.id !== filling.id) return "some";
    if (!(await library.claim(spaceId, node, claimSeconds))) {
      if (outcome === "all") outcome = "elsewhere";
      continue;
    }
    if (await embedPortion(portion, spaceId, filling)) outcome = "some";
    // What was written just now goes before the spaces that have waited.
    if (written.size > 0) return "some";
  }
  return outcome;
}

/** Takes away some of the vectors of a model that nobody asks any more; false when there are none. */
async function dropRetired({ library, models }: RoundDeps): Promise<boolean> {
  const [modelId] = models.retired();
  if (modelId === undefined) return false;
  let dropped = 0;
  for (const spaceId of (await library.revisions()).keys())
    dropped += await library.deleteVectors(spaceId, modelId, retiredPortion);
  if (dropped === 0) await models.forget(modelId);
  return true;
}
