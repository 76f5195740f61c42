import type { ReferenceVectors } from "../local-model-options.ts";
import allMiniLm from "./all-minilm-l6-v2.json" with { type: "json" };

/** By the model's name in the catalogue; made by `scripts/write-reference-vectors.ts`. */
const known: Readonly<Record<string, ReferenceVectors>> = { "all-MiniLM-L6-v2": allMiniLm };

export const findReference = (name: string): ReferenceVectors | undefined => known[name];
