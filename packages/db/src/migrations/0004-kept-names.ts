import type { Migration } from "../migration.ts";

/** What a person said about vanished files holds after a restart too: nothing said to stay may go unasked. */
export const keptNames: Migration = {
  number: 4,
  name: "kept-names",
  sql: `
    ALTER TABLE folders ADD COLUMN kept_names text[] NOT NULL DEFAULT '{}';
    COMMENT ON COLUMN folders.kept_names IS 'files gone from disk that a person chose to keep; one that is back is dropped';
  `,
  contentTables: [],
};
