import { ChatFailure } from "@khoj/models";
import type { ChatModels } from "./chat-models.ts";

/** No chat model is configured: the quoting answerer answers. */
export const noChatModels: ChatModels = {
  chain: async () => [],
  // biome-ignore lint/correctness/useYield: there is nothing to give
  async *ask() {
    throw new ChatFailure("failed", "No chat model is configured");
  },
};
