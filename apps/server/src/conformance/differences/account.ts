import { all, type Differences } from "../differences.ts";

const ruled = "ours.md §4 chat is never unconfigured";

/** Sections 1.1 core and 1.6: settings and models. */
export const account: Differences = {
  update: {
    kind: "defect-mended",
    status: 200,
    why: "without t it always failed; every write of ours is findable already",
    ruled: "do-better.md W-41",
  },
  ...all(["settings-detailed", "settings-after-model"], {
    kind: "by-ruling",
    status: 200,
    why: "the quoting answerer is the chat model; nothing is remembered yet, and the memory mode says so",
    ruled,
  }),
  ...all(["model-options", "model-options-noauth", "model", "model-noauth"], {
    kind: "by-ruling",
    status: 200,
    why: "the quoting answerer is the chat model",
    ruled,
  }),
  "model-set-empty": {
    kind: "defect-mended",
    status: 200,
    why: "Obsidian sends an empty id for its default",
    ruled: "do-better.md W-47, wire.md §1.6",
  },
  ...all(["model-set-nan", "paint-nan"], {
    kind: "defect-mended",
    status: 400,
    why: "an id that is no number is refused in a sentence",
    ruled: "do-better.md W-47",
  }),
};
