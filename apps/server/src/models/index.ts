/** Which models there are: what reads meaning, who answers, what hears and speaks; and which of them a person chose. */
export { addChatModel, changeChatModel, removeChatModel } from "./chat/change-chat-models.ts";
export { listAdminModels } from "./chat/list-admin-models.ts";
export { testChatModel } from "./chat/test-chat-model.ts";
export type { ChainPiece, ChainStep, ChatModels, NamedChatModel } from "./chat-models.ts";
export { changeEmbedding } from "./embedding/change-embedding.ts";
export { readChoice } from "./embedding/embedding-choice.ts";
export {
  addModel,
  listFolder,
  type ModelFolderDeps,
  type OnBytes,
  removeModel,
  verifyModel,
} from "./embedding/model-folder.ts";
export { openEmbeddingEgress } from "./embedding/open-embedding-egress.ts";
export { type EmbeddingModelsDeps, openEmbeddingModels } from "./embedding/open-embedding-models.ts";
export { describeEndpoint } from "./embedding/show-embedding.ts";
export { tryEndpoint } from "./embedding/try-endpoint.ts";
export type { EmbeddingModels, EmbeddingState, NumberedModel } from "./embedding-models.ts";
export { enterGguf, type GgufFlags, installGguf, type OnPackages, removeGguf } from "./local/add-gguf.ts";
export { openLocalChatModels } from "./local/local-chat-models.ts";
export { type OpenedChatModels, openChatModels } from "./open-chat-models.ts";
export { type AskProviderDeps, listModelProviders, offersOf, testProvider } from "./providers/ask-provider.ts";
export { addProvider, removeProvider } from "./providers/change-providers.ts";
