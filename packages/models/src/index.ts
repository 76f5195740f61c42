/** What a model does for us, and the models that do it: local ones, and those of providers. Knows no room of the server. */
export {
  type ChatAsk,
  type ChatEnd,
  ChatFailure,
  type ChatFailureKind,
  type ChatModel,
  type ChatPart,
  type ChatPiece,
  type ChatTurn,
  type ChatUsage,
} from "./chat-model.ts";
export type { EmbeddingModel, TextKind } from "./embedding-model.ts";
export type { Reranker } from "./reranker.ts";
