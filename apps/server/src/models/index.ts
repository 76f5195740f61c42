/** Which models there are, and which of them a person chose. For now the one that needs none: quotes. */
import { quotingAnswerer } from "@khoj/contract";
import type { Room } from "../platform/room.ts";
import { routes } from "./routes.ts";

export type { ChainPiece, ChainStep, ChatModels, NamedChatModel } from "./chat-models.ts";
export { type EmbeddingModelsDeps, openEmbeddingModels } from "./embedding/open-embedding-models.ts";
export type { EmbeddingModels, EmbeddingState, NumberedModel } from "./embedding-models.ts";
export { noChatModels } from "./no-chat-models.ts";

export const openModels = (): Room => ({
  name: "models",
  routes: routes(),
  status: async () => ({ facts: { summary: `${quotingAnswerer.name}; no model is needed` }, warnings: [] }),
});
