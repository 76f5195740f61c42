/** Doubles of those who provide models: real servers that speak their protocols, with knobs in the model's name. For tests. */
export { type Answerer, type Asked, fencedPassages } from "./answerers.ts";
export type { AudioAsked } from "./audio.ts";
export { type EmbeddingsEndpoint, type EndpointKnobs, startEmbeddingsEndpoint } from "./embeddings-endpoint.ts";
export { type Fault, type Knobs, readKnobs } from "./knobs.ts";
export { type Behaviour, type ModelPlaces, startModelPlaces } from "./model-places.ts";
export { type RealModel, realModelFolder } from "./real-model.ts";
export { type ModelDouble, type ModelDoubleOptions, serveModels } from "./serve-models.ts";
export { falseEvents, loopedSentence } from "./stream-answer.ts";
export { type TestLlama, testLlama } from "./test-llama.ts";
export { type TinyGguf, writeTinyGguf } from "./tiny-gguf.ts";
export { type TinyModel, writeTinyModel } from "./tiny-model.ts";
export { wordVector } from "./word-vector.ts";
export { zipOf } from "./zip-of.ts";
