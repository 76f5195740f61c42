import type {
  AdminModel,
  AdminModels,
  EmbeddingChange,
  EmbeddingStatus,
  EmbeddingTest,
  EmbeddingTestReport,
  LocalAddition,
  ModelChange,
  ModelProvider,
  ModelProviders,
  NewLocalModel,
  NewModel,
  NewProvider,
  ProviderChange,
  ProviderOffers,
  SpeechSettings,
  TestReport,
} from "@khoj/contract";
import { ask, send } from "./connection.ts";
import { connect, type KhojClientOptions } from "./khoj-client.ts";

/** Providers and models, for whoever may manage them: administrators, or the person of anonymous mode. */
export interface ModelAdminClient {
  providers(signal?: AbortSignal): Promise<readonly ModelProvider[]>;
  addProvider(provider: NewProvider): Promise<ModelProvider>;
  changeProvider(id: number, change: ProviderChange): Promise<void>;
  removeProvider(id: number): Promise<void>;
  testProvider(id: number): Promise<TestReport>;
  /** The models the provider says it has. */
  offers(id: number, signal?: AbortSignal): Promise<readonly string[]>;
  /** In the order in which they are tried. */
  models(signal?: AbortSignal): Promise<readonly AdminModel[]>;
  addModel(model: NewModel): Promise<AdminModel>;
  changeModel(id: number, change: ModelChange): Promise<void>;
  removeModel(id: number): Promise<void>;
  testModel(id: number): Promise<TestReport>;
  /** A GGUF file of the server's machine; it comes in while `localAddition` says how far it is. */
  addLocalModel(given: NewLocalModel): Promise<LocalAddition>;
  localAddition(signal?: AbortSignal): Promise<LocalAddition>;
  /** Its file goes too. */
  removeLocalModel(id: number): Promise<void>;
  speech(signal?: AbortSignal): Promise<SpeechSettings>;
  setSpeech(settings: SpeechSettings): Promise<void>;
  embedding(signal?: AbortSignal): Promise<EmbeddingStatus>;
  changeEmbedding(change: EmbeddingChange): Promise<void>;
  /** Asks an endpoint for vectors; nothing is saved. */
  testEmbedding(endpoint: EmbeddingTest): Promise<EmbeddingTestReport>;
}

/** Had by itself, so that the page for everybody does not carry it. */
export function modelAdminClient(options: KhojClientOptions): ModelAdminClient {
  const connection = connect(options);
  const get = <Answer>(path: string, signal?: AbortSignal) => ask<Answer>(connection, `/api/admin/${path}`, { signal });
  const post = <Answer>(path: string, json: unknown) =>
    ask<Answer>(connection, `/api/admin/${path}`, { method: "POST", json });
  const alter = async (method: "PATCH" | "PUT" | "DELETE", path: string, json?: unknown): Promise<void> => {
    await send(connection, `/api/admin/${path}`, { method, json });
  };
  return {
    providers: async (signal) => (await get<ModelProviders>("providers", signal)).providers,
    addProvider: (provider) => post("providers", provider),
    changeProvider: (id, change) => alter("PATCH", `providers/${id}`, change),
    removeProvider: (id) => alter("DELETE", `providers/${id}`),
    testProvider: (id) => post(`providers/${id}/test`, {}),
    offers: async (id, signal) => (await get<ProviderOffers>(`providers/${id}/offers`, signal)).models,
    models: async (signal) => (await get<AdminModels>("models", signal)).models,
    addModel: (model) => post("models", model),
    changeModel: (id, change) => alter("PATCH", `models/${id}`, change),
    removeModel: (id) => alter("DELETE", `models/${id}`),
    testModel: (id) => post(`models/${id}/test`, {}),
    addLocalModel: (given) => post("local-models", given),
    localAddition: (signal) => get("local-models", signal),
    removeLocalModel: (id) => alter("DELETE", `local-models/${id}`),
    speech: (signal) => get("speech", signal),
    setSpeech: (settings) => alter("PUT", "speech", settings),
    embedding: (signal) => get("embedding", signal),
    changeEmbedding: (change) => alter("PATCH", "embedding", change),
    testEmbedding: (endpoint) => post("embedding/test", endpoint),
  };
}
