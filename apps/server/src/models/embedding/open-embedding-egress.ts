import { type Egress, openEgress } from "../../platform/egress/open-egress.ts";

/** Milliseconds for one portion of texts at an endpoint, and the longest list of vectors taken, in bytes. */
const patience = 120_000;
const most = 64 * 1024 * 1024;

/** The way out to an endpoint for embeddings: its own origin and nowhere else. */
export const openEmbeddingEgress = (baseUrl: string): Egress =>
  openEgress({ mayReach: ({ origin }) => origin === new URL(baseUrl).origin, patience, most });
