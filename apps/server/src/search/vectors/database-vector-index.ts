import type { PassingChunks } from "../index/passing-chunks.ts";
import type { ChunkPlace, NearRow, NearStore } from "./near-store.ts";
import type { NearChunk, VectorIndex, VectorQuery } from "./vector-index.ts";

export interface DatabaseVectorIndexOptions {
  readonly store: NearStore;
  readonly modelId: number;
  readonly dimensions: number;
  /** So many passing chunks at most are compared one by one; of more the graph finds the nearest. */
  readonly mostExact?: number;
}

/** Chunks that are named to the database at once; up to so many, comparing each costs less than a filtered graph. */
const usuallyExact = 10_000;
/** What HNSW indexes of halfvec. */
const mostGraphDimensions = 4_000;
/** Rows the graph is asked for beyond the chunks wanted: parts of one chunk, and what does not pass, take some. */
const besideThoseAsked = 64;
const mostRows = 8_000;

/**
 * The vectors of one model in the database. Whatever it answers is looked up in the chunks that pass once it has answered:
 * one that was deleted, written anew or filtered out is not among them.
 */
export class DatabaseVectorIndex implements VectorIndex {
  readonly #options: Required<DatabaseVectorIndexOptions>;

  constructor(options: DatabaseVectorIndexOptions) {
    this.#options = { mostExact: usuallyExact, ...options };
  }

  async search(query: VectorQuery): Promise<readonly NearChunk[]> {
    const { dimensions, mostExact } = this.#options;
    if (query.vector.length !== dimensions || query.limit <= 0) return [];
    const passes = query.passing();
    if (passes.count === 0) return [];
    const isExact = passes.count <= mostExact || dimensions > mostGraphDimensions;
    return (isExact ? undefined : await this.#byGraph(query, passes)) ?? (await this.#exactly(query, query.passing()));
  }

  /** Undefined where what passes is too far from what is near for the graph to find enough of it. */
  async #byGraph({ vector, passing, limit }: VectorQuery, asked: PassingChunks) {
    const { store, modelId, dimensions } = this.#options;
    const spaces = asked.spaces.map(({ id }) => id);
    for (let most = limit + besideThoseAsked; most <= mostRows; most *= 4) {
      const rows = await store.nearest({ modelId, vector, spaces, limit: most, dimensions });
      const chunks = standing(rows, passing());
      if (chunks.length >= limit) return chunks.slice(0, limit);
      // Fewer rows than there may be: these are all vectors there are, or the scan gave up.
      if (rows.length >= most) continue;
      const isAll = (await store.count(modelId, spaces, rows.length + 1)) <= rows.length;
      return isAll ? chunks : undefined;
    }
    return undefined;
  }

  async #exactly({ vector, passing, limit }: VectorQuery, asked: PassingChunks): Promise<readonly NearChunk[]> {
    const { store, modelId } = this.#options;
    const spaces = asked.spaces.map(({ id }) => id);
    let best: readonly NearRow[] = [];
    for (const portion of portions(asked)) {
      const rows = await store.nearestOf({ modelId, vector, spaces, limit }, portion);
      best = [...best, ...rows].sort(nearerFirst).slice(0, limit);
    }
    return standing(best, passing());
  }
}

/** Each chunk once, by its nearest part, as far as it still is there and passes. */
function standing(rows: readonly NearRow[], passes: PassingChunks): NearChunk[] {
  const best = new Map<string, NearChunk>();
  for (const { spaceId, documentId, version, ordinal, similarity } of rows) {
    const key = `${documentId} ${ordinal}`;
    if (similarity <= (best.get(key)?.similarity ?? -2) || !passes.has(spaceId, documentId, version, ordinal)) continue;
    best.set(key, { spaceId, documentId, ordinal, similarity });
  }
  return [...best.values()].sort(nearerFirst);
}

function* portions(passes: PassingChunks): Generator<ChunkPlace[]> {
  let portion: ChunkPlace[] = [];
  // Listed whole before anything is waited for: the masks hold only for this moment.
  for (const { ordinals, ...document } of [...passes.documents()]) {
    portion.push(...ordinals.map((ordinal) => ({ ...document, ordinal })));
    if (portion.length < usuallyExact) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

const nearerFirst = (one: NearChunk, other: NearChunk): number =>
  other.similarity - one.similarity || compare(one.documentId, other.documentId) || one.ordinal - other.ordinal;

const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
