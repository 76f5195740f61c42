/** What a model does for us, and the models that do it: local ones, and those of providers. Knows no room of the server. */
export { catalogue, defaultEmbeddingModel, findEntry } from "./catalogue/catalogue.ts";
export { type CatalogueEntry, weightsOf } from "./catalogue/catalogue-entry.ts";
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
export type { AskHttp } from "./endpoint/ask-http.ts";
export { isLoopback } from "./endpoint/is-loopback.ts";
export { endpointKeyStart, openEndpointModel } from "./endpoint/open-endpoint-model.ts";
export type { AskWeb, WebAnswer, WebRequest } from "./fetch/ask-web.ts";
export { type FetchDeps, fetchModel, sayPlace } from "./fetch/fetch-model.ts";
export { type AdoptedGguf, adoptGguf, nameOfGguf } from "./gguf/adopt-gguf.ts";
export { type GgufModels, openGgufModels } from "./gguf/gguf-models.ts";
export { installLlama, llamaFolder } from "./gguf/install-llama.ts";
export { type GgufFacts, readGguf } from "./gguf/read-gguf.ts";
export { adoptFolder } from "./installed/adopt-folder.ts";
export { partPrefix } from "./installed/install-files.ts";
export {
  findInstalled,
  type InstalledModel,
  listInstalled,
  removeInstalled,
  verifyInstalled,
} from "./installed/installed-models.ts";
export { signOf, signOfBuilt } from "./installed/sign-files.ts";
export { longestAnswer } from "./limit-answer.ts";
export { checkAgainstReference } from "./local/check-against-reference.ts";
export type {
  LocalEmbeddingOptions,
  LocalModelOptions,
  Numbers,
  ReferenceVectors,
} from "./local/local-model-options.ts";
export { openLocalEmbeddingModel } from "./local/open-local-embedding-model.ts";
export { type LocalReranker, openLocalReranker } from "./local/open-local-reranker.ts";
export { findReference } from "./local/reference/reference-vectors.ts";
export { listProviderModels } from "./providers/list-models.ts";
export { type ModelFetch, type Provider, type ProviderKind, usualBaseUrls } from "./providers/provider.ts";
export { openProviderModel, type ProviderModelSettings } from "./providers/provider-model.ts";
export { type Recording, speak, transcribe } from "./providers/speech.ts";
export type { Reranker } from "./reranker.ts";
