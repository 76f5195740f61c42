/** Gives every passage its vectors, in the background: nobody who writes or searches waits for a model. */
export { openEmbedding } from "./open-embedding.ts";
