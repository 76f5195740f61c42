import type { IndexedDocument } from "../../../library/index.ts";
import type { WordFilters, WordIndex, WordQuery } from "../word-index.ts";

type ChunkLike = string | Partial<IndexedDocument["chunks"][number]>;

/** A document of the given chunks, in space `home` unless told otherwise. */
export function aDocument(
  id: string,
  chunks: readonly ChunkLike[],
  about: Partial<IndexedDocument> = {},
): IndexedDocument {
  return {
    id,
    spaceId: "home",
    version: 1,
    origin: "web",
    source: "computer",
    fileName: `${id}.md`,
    fileType: "markdown",
    title: undefined,
    language: undefined,
    tags: [],
    contentHash: id,
    updatedAt: 0,
    chunks: chunks.map((chunk, ordinal) => ({
      ordinal,
      text: "",
      headings: [],
      tags: [],
      dates: [],
      ...(typeof chunk === "string" ? { text: chunk } : chunk),
    })),
    ...about,
  };
}

export function addDocuments(index: WordIndex, documents: readonly IndexedDocument[], spaceId = "home"): void {
  index.apply({ spaceId, revision: index.revision(spaceId) + 1, documents, deleted: [] });
}

export function deleteDocuments(index: WordIndex, ids: readonly string[], spaceId = "home"): void {
  index.apply({ spaceId, revision: index.revision(spaceId) + 1, documents: [], deleted: ids });
}

export const NO_FILTERS: WordFilters = {
  spaces: ["home"],
  mustContain: [],
  mustNotContain: [],
  files: [],
  notFiles: [],
};

export function aQuery(
  text: string,
  options: Partial<Omit<WordQuery, "filters">> & { filters?: Partial<WordFilters> } = {},
): WordQuery {
  return { text, phrases: [], prefix: false, limit: 10, ...options, filters: { ...NO_FILTERS, ...options.filters } };
}

/** The chunks found, as `document.ordinal`, best first. */
export function found(index: WordIndex, text: string, options: Parameters<typeof aQuery>[1] = {}): string[] {
  return index.search(aQuery(text, options)).hits.map(({ documentId, ordinal }) => `${documentId}.${ordinal}`);
}

/** The same numbers on every run, from a seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
