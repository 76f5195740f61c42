import type { StatusPart } from "@khoj/contract";
import type { KeptModels } from "./keep-embedding-models.ts";
import { sendsTo } from "./show-embedding.ts";

/** What `khoj status` says of the model that reads meaning. */
export function describeEmbedding(kept: KeptModels): Omit<StatusPart, "name"> {
  const { state, reason, model, gotBytes, ofBytes } = kept.state();
  const host = sendsTo(kept);
  const percent =
    gotBytes !== undefined && ofBytes !== undefined ? Math.floor((100 * gotBytes) / Math.max(ofBytes, 1)) : undefined;
  const serving = kept.serving();
  const filling = kept.filling();
  return {
    facts: {
      summary: summaryOf(state, model, percent),
      state,
      ...(model !== undefined && { model }),
      ...(percent !== undefined && { percent }),
      ...(serving !== undefined && { dimensions: serving.model.dimensions }),
      ...(serving !== undefined &&
        filling !== undefined &&
        filling !== serving &&
        filling.id !== serving.id && { taking_over: filling.model.name }),
      ...(kept.isPaused() && { paused: true }),
      ...(host !== undefined && { sends_to: host }),
    },
    warnings: [
      ...(host === undefined
        ? []
        : [`The text of notes and questions leaves this machine to ${host}, which embeds it`]),
      ...((state === "waiting" || state === "failed") && reason !== undefined ? [reason] : []),
    ],
  };
}

function summaryOf(state: string, model = "a model", percent: number | undefined): string {
  if (state === "off") return "off: words alone find";
  if (state === "ready") return `${model} is ready`;
  if (state === "getting")
    return `${model} is being got${percent === undefined ? "" : ` (${percent} %)`}; words find meanwhile`;
  if (state === "loading") return `${model} is being loaded; words find meanwhile`;
  return `${model} is not there; words find meanwhile`;
}
