import type { Database } from "./database.ts";
import type { DatabaseDescription } from "./describe-database.ts";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations/index.ts";
import type { NearVectors, VectorsWish } from "./near-vectors.ts";
import { openEmbedded } from "./open-embedded.ts";
import { type ExternalPlace, openExternal } from "./open-external.ts";

export interface OpenDatabaseOptions {
  /** Khoj's data directory, whose lock the caller holds. The embedded database lives in it, passwords too. */
  readonly directory: string;
  /** A PostgreSQL of the operator's; the embedded one without it. */
  readonly external?: ExternalPlace | undefined;
  /** Called with a sentence for whatever may take longer than a second. */
  readonly onProgress?: ((sentence: string) => void) | undefined;
  /** Who searches vectors; without it nothing is made for that. */
  readonly vectors?: VectorsWish | undefined;
  /** The schema's history; tests give another. */
  readonly migrations?: readonly Migration[] | undefined;
}

export interface OpenedDatabase {
  readonly database: Database;
  /** The database searches vectors, and how; undefined: memory does. */
  readonly nearVectors: NearVectors | undefined;
  /** What runs where, as whom, and what about it is weaker than it should be: for `khoj status`. */
  describe(): Promise<DatabaseDescription>;
  /** Ends the sessions; the embedded server is stopped too. */
  close(): Promise<void>;
}

/** Opens the database, embedded or external, brings its schema up to date and returns it as the serving role. */
export function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const { directory, external } = options;
  const rest = {
    directory,
    migrations: options.migrations ?? migrations,
    onProgress: options.onProgress ?? (() => {}),
  };
  return external === undefined
    ? openEmbedded(rest)
    : openExternal({ ...rest, place: external, vectors: options.vectors });
}
