import type { Migration } from "../migration.ts";

/**
 * People, spaces and content. Every content row belongs to a space, keys begin with the space, and row security is
 * forced, so that a query that forgets its filter finds nothing rather than somebody else's notes.
 *
 * chunks has no foreign key to documents: the library is the only writer of both, and the trigger per row would make
 * deleting 100,000 documents several times slower. `npm run faults` checks that no chunk is without its document.
 */
export const foundation: Migration = {
  number: 1,
  name: "foundation",
  sql: `
    CREATE TABLE people (
      id uuid PRIMARY KEY,
      username text NOT NULL UNIQUE,
      email text NOT NULL UNIQUE,
      name text,
      is_active boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE spaces (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('personal', 'shared')),
      name text NOT NULL,
      owner_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      revision bigint NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE UNIQUE INDEX one_personal_space_each ON spaces (owner_id) WHERE kind = 'personal';

    CREATE TABLE memberships (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      role text NOT NULL CHECK (role IN ('owner', 'editor', 'reader')),
      PRIMARY KEY (space_id, person_id)
    );
    CREATE INDEX memberships_of_a_person ON memberships (person_id);

    CREATE TABLE person_settings (
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      name text NOT NULL,
      value jsonb NOT NULL,
      PRIMARY KEY (person_id, name)
    );

    CREATE TABLE instance_settings (name text PRIMARY KEY, value jsonb NOT NULL);

    CREATE TABLE documents (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      id uuid NOT NULL,
      origin text NOT NULL,
      source text NOT NULL DEFAULT 'computer',
      file_name text NOT NULL,
      file_type text NOT NULL,
      state text NOT NULL CHECK (state IN ('queued', 'indexed', 'partly', 'skipped', 'excluded', 'failed')),
      reason text,
      title text,
      language text,
      tags text[] NOT NULL DEFAULT '{}',
      classification text NOT NULL DEFAULT 'internal'
        CHECK (classification IN ('public', 'internal', 'confidential', 'secret')),
      fingerprint bytea,
      content_hash bytea,
      text text,
      bytes bigint NOT NULL DEFAULT 0,
      chunk_count integer NOT NULL DEFAULT 0,
      version integer NOT NULL DEFAULT 1,
      revision bigint NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (space_id, id),
      UNIQUE (space_id, origin, file_name)
    );
    COMMENT ON COLUMN documents.origin IS 'who sent it: obsidian, emacs, desktop, web, upload, or folder:<id>';
    COMMENT ON COLUMN documents.fingerprint IS 'SHA-256 of the bytes as received, the declared type and the parser version';
    COMMENT ON COLUMN documents.content_hash IS 'SHA-256 of the text: copies of one note have it in common';
    CREATE INDEX documents_by_name ON documents (space_id, file_name);
    CREATE INDEX documents_by_revision ON documents (space_id, revision);
    CREATE INDEX documents_by_update ON documents (space_id, updated_at DESC, id);
    CREATE INDEX documents_by_content ON documents (space_id, content_hash) WHERE content_hash IS NOT NULL;

    CREATE TABLE chunks (
      space_id uuid NOT NULL,
      document_id uuid NOT NULL,
      ordinal integer NOT NULL,
      text text NOT NULL,
      start_offset integer NOT NULL,
      end_offset integer NOT NULL,
      section_start integer NOT NULL,
      line integer NOT NULL,
      page integer,
      headings text[] NOT NULL DEFAULT '{}',
      tags text[] NOT NULL DEFAULT '{}',
      dates date[] NOT NULL DEFAULT '{}',
      PRIMARY KEY (space_id, document_id, ordinal)
    );

    CREATE TABLE originals (
      space_id uuid NOT NULL,
      document_id uuid NOT NULL,
      mime_type text NOT NULL,
      content bytea NOT NULL,
      PRIMARY KEY (space_id, document_id)
    );

    CREATE TABLE deletions (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      revision bigint NOT NULL,
      document_ids uuid[] NOT NULL,
      deleted_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (space_id, revision)
    );
    COMMENT ON TABLE deletions IS 'ids only: tells every index what to forget since the revision it has';
  `,
  contentTables: ["documents", "chunks", "originals", "deletions"],
};
