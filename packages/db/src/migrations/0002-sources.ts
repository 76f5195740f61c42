import type { Migration } from "../migration.ts";

/** What is watched, and what a person wants kept out. All of it belongs to a space, as the notes themselves do. */
export const sources: Migration = {
  number: 2,
  name: "sources",
  sql: `
    CREATE TABLE folders (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      id uuid NOT NULL,
      path text NOT NULL,
      paused boolean NOT NULL DEFAULT false,
      vanished integer,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (space_id, id),
      UNIQUE (space_id, path)
    );
    COMMENT ON COLUMN folders.vanished IS 'files that disappeared at once, while nobody has said whether they may go';

    CREATE TABLE exclusions (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      id uuid NOT NULL,
      file_name text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (space_id, id),
      UNIQUE (space_id, file_name)
    );
    COMMENT ON TABLE exclusions IS 'paths kept out one by one, as by deleting a watched file in the page';

    CREATE TABLE ignore_lists (
      space_id uuid PRIMARY KEY REFERENCES spaces ON DELETE CASCADE,
      rules text NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON COLUMN ignore_lists.rules IS 'in the syntax of .gitignore, one pattern a line';
  `,
  contentTables: ["folders", "exclusions", "ignore_lists"],
};
