import { KhojError } from "@khoj/contract";
import type { ChunkToEmbed, EmbeddedChunk, Library } from "../library/index.ts";
import type { NumberedModel } from "../models/index.ts";
import { passageInput } from "./passage-input.ts";
import type { SliceLength } from "./slice-length.ts";

export interface PortionDeps {
  readonly library: Pick<Library, "toEmbed" | "saveVectors">;
  readonly slices: SliceLength;
  /** Whether to leave the rest of a portion, since something newer came. */
  readonly isNewerWaiting: () => boolean;
  readonly onSaved: (passages: number) => void;
  readonly onRefused: (refused: Pick<ChunkToEmbed, "documentId" | "ordinal">, reason: string) => void;
  readonly signal: AbortSignal;
}

/** Slices looked up at once. */
const portionSlices = 8;

/**
 * Embeds the chunks of a space that wait longest for their turn, a portion of them; false when none waited. A slice is
 * saved while the next is embedded. What was made is kept when a later slice fails.
 */
export async function embedPortion(
  deps: PortionDeps,
  spaceId: string,
  { id: modelId, model }: NumberedModel,
): Promise<boolean> {
  const { chunks, documentIds } = await deps.library.toEmbed(spaceId, modelId, deps.slices.now() * portionSlices);
  if (documentIds.length === 0) return false;
  let saving: Promise<void> = Promise.resolve();
  try {
    for (let at = 0; at < chunks.length && !deps.signal.aborted; ) {
      if (at > 0 && deps.isNewerWaiting()) break;
      const slice = chunks.slice(at, at + deps.slices.now());
      at += slice.length;
      const started = performance.now();
      const embedded = await embedSlice(deps, model, slice);
      deps.slices.note(slice.length, performance.now() - started);
      await saving;
      saving = deps.library.saveVectors(spaceId, { modelId, documentIds: idsOf(embedded), chunks: embedded });
      // Awaited with the next slice; a failure meanwhile must not count as one that nobody waits for.
      saving.catch(() => {});
      deps.onSaved(embedded.length);
    }
    await saving;
  } finally {
    await saving.catch(() => {});
  }
  const settled = documentIds.filter((id) => !chunks.some(({ documentId }) => documentId === id));
  if (settled.length > 0) await deps.library.saveVectors(spaceId, { modelId, documentIds: settled, chunks: [] });
  return true;
}

const idsOf = (chunks: readonly EmbeddedChunk[]): readonly string[] => [
  ...new Set(chunks.map(({ documentId }) => documentId)),
];

/** A text that the model refuses by itself must not keep its neighbours waiting: then each is tried alone. */
async function embedSlice(
  deps: PortionDeps,
  model: NumberedModel["model"],
  chunks: readonly ChunkToEmbed[],
): Promise<readonly EmbeddedChunk[]> {
  try {
    const texts = chunks.map(({ headings, text }) => passageInput(headings, text));
    const made = await model.embed(texts, { kind: "passage", signal: deps.signal });
    return chunks.map(({ documentId, ordinal, inputHash }, place) => ({
      documentId,
      ordinal,
      inputHash,
      vectors: (made[place] ?? []).map(toFloat16),
    }));
  } catch (error) {
    if (deps.signal.aborted || !isOfTheText(error)) throw error;
    const [only] = chunks;
    if (only !== undefined && chunks.length === 1) {
      deps.onRefused(only, error.message);
      return [{ ...only, vectors: [] }];
    }
    const embedded: EmbeddedChunk[] = [];
    for (const chunk of chunks) embedded.push(...(await embedSlice(deps, model, [chunk])));
    return embedded;
  }
}

/** The model read the text and said no to it; anything else is a trouble of the model and passes. */
const isOfTheText = (error: unknown): error is KhojError =>
  error instanceof KhojError &&
  (error.code === "invalid" || error.code === "bad_request" || error.code === "too_large");

const toFloat16 = (vector: Float32Array): Uint8Array => new Uint8Array(new Float16Array(vector).buffer);
