import type { EmbeddingState } from "../../models/index.ts";

/** Why no model answers questions, in words for the person. */
export function whyNoModel({ state, reason, model, gotBytes, ofBytes }: EmbeddingState): string {
  const named = model === undefined ? "the model that reads meaning" : `the model "${model}"`;
  switch (state) {
    case "off":
      return "no model that reads meaning is set up";
    case "waiting":
      return reason ?? `${named} is yet to be got`;
    case "getting": {
      const share = gotBytes !== undefined && ofBytes ? ` (${Math.floor((gotBytes / ofBytes) * 100)} % so far)` : "";
      return `${named} is being got${share}`;
    }
    case "loading":
      return `${named} is being loaded`;
    case "ready":
      return `${named} has yet to read the notes`;
    case "failed":
      return reason ?? `${named} could not be used`;
  }
}
