import { chunkFilter } from "./filter-chunks.ts";
import type { DocumentRecord, Segment } from "./segment.ts";
import type { SpaceIndex } from "./space-index.ts";
import type { WordQuery } from "./word-index.ts";

export interface MaskedSegment {
  /** The place of the segment's space among those searched. */
  readonly space: number;
  readonly segment: Segment;
  /** 1 for each chunk that exists and passes. */
  readonly mask: Uint8Array;
}

/**
 * The chunks of the spaces searched that exist and pass a query's filters. It holds for the moment it was made in: whoever
 * waits for something asks for another one.
 */
export class PassingChunks {
  readonly spaces: readonly SpaceIndex[];
  readonly segments: readonly MaskedSegment[];
  readonly count: number;
  readonly #masks: ReadonlyMap<Segment, Uint8Array>;

  constructor(spaces: readonly SpaceIndex[], query: Pick<WordQuery, "filters" | "phrases">) {
    this.spaces = spaces;
    this.segments = spaces.flatMap((space, number) => {
      const filter = chunkFilter(space, query);
      return space.segments().map((segment) => ({ space: number, segment, mask: filter(segment) }));
    });
    this.count = this.segments.reduce((sum, { segment, mask }) => sum + countPassing(segment, mask), 0);
    this.#masks = new Map(this.segments.map(({ segment, mask }) => [segment, mask]));
  }

  /** Every chunk of these spaces that exists passes. */
  get isAll(): boolean {
    return this.segments.every(({ segment, mask }) => mask === segment.live);
  }

  /** The mask that chunk `ordinal` of a document stands in at `record.first + ordinal`; undefined: it has no chunk. */
  maskOf(space: SpaceIndex, record: DocumentRecord): Uint8Array | undefined {
    const segment = space.segmentOf(record);
    return segment && this.#masks.get(segment);
  }

  /** Whether that chunk of that version of a document is there and passes. */
  has(spaceId: string, documentId: string, version: number, ordinal: number): boolean {
    const space = this.spaces.find(({ id }) => id === spaceId);
    const record = space?.documents.get(documentId);
    if (!space || record?.version !== version || ordinal >= record.count) return false;
    return this.maskOf(space, record)?.[record.first + ordinal] === 1;
  }

  /** The scripts that a chunk is written in, as a set; none for a chunk that is not there. */
  scriptsOf(spaceId: string, documentId: string, ordinal: number): number {
    const space = this.spaces.find(({ id }) => id === spaceId);
    const record = space?.documents.get(documentId);
    return (record && space?.segmentOf(record)?.parts.scripts[record.first + ordinal]) ?? 0;
  }

  /** Each document of which something passes, with the ordinals that do. */
  *documents(): Generator<{ spaceId: string; documentId: string; version: number; ordinals: readonly number[] }> {
    for (const space of this.spaces) {
      for (const record of space.documents.values()) {
        const mask = record.count > 0 ? this.maskOf(space, record) : undefined;
        const ordinals: number[] = [];
        for (let ordinal = 0; mask && ordinal < record.count; ordinal++) {
          if (mask[record.first + ordinal] === 1) ordinals.push(ordinal);
        }
        const { id: documentId, version } = record;
        if (ordinals.length > 0) yield { spaceId: space.id, documentId, version, ordinals };
      }
    }
  }
}

function countPassing(segment: Segment, mask: Uint8Array): number {
  if (mask === segment.live) return segment.chunks - segment.dead;
  let count = 0;
  for (let chunk = 0; chunk < mask.length; chunk++) count += mask[chunk] as number;
  return count;
}
