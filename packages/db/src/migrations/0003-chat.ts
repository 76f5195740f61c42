import type { Migration } from "../migration.ts";

/**
 * Conversations of a person, one row per message. A turn takes two positions when it begins (the question is committed
 * there and then, the answer when it ends), so that turns at the same time never mix and a crash leaves the question.
 *
 * share_links holds no content: it says in which space the copy behind an address lies, by the address' SHA-256, so that
 * a visitor who belongs to no space can be shown that one copy and nothing else.
 */
export const chat: Migration = {
  number: 3,
  name: "chat",
  sql: `
    CREATE TABLE conversations (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      id uuid NOT NULL,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      title text,
      slug text,
      file_filters text[] NOT NULL DEFAULT '{}',
      next_position integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      trashed_at timestamptz,
      PRIMARY KEY (space_id, id)
    );
    COMMENT ON COLUMN conversations.title IS 'what the person named it; wins over slug';
    COMMENT ON COLUMN conversations.slug IS 'made from the first question, never overwritten by later ones';
    CREATE INDEX conversations_of_a_person ON conversations (space_id, person_id, updated_at DESC, id);
    CREATE INDEX conversations_in_the_trash ON conversations (space_id, trashed_at) WHERE trashed_at IS NOT NULL;

    CREATE TABLE messages (
      space_id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      position integer NOT NULL,
      turn_id text NOT NULL,
      by text NOT NULL CHECK (by IN ('you', 'khoj')),
      text text NOT NULL,
      state text NOT NULL DEFAULT 'complete' CHECK (state IN ('complete', 'interrupted', 'failed')),
      details jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (space_id, conversation_id, position),
      UNIQUE (space_id, conversation_id, turn_id, by),
      FOREIGN KEY (space_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
    );
    COMMENT ON COLUMN messages.details IS 'passages, steps, attachments: what a client is given beside the text';

    CREATE TABLE shares (
      space_id uuid NOT NULL,
      id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      slug text NOT NULL,
      title text NOT NULL,
      messages jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (space_id, id),
      FOREIGN KEY (space_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
    );
    COMMENT ON TABLE shares IS 'copies anybody with the address may read; they go with their conversation';
    CREATE INDEX shares_of_a_conversation ON shares (space_id, conversation_id);

    CREATE TABLE share_links (
      address_hash bytea PRIMARY KEY,
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      share_id uuid NOT NULL,
      FOREIGN KEY (space_id, share_id) REFERENCES shares ON DELETE CASCADE
    );

    CREATE TABLE feedback (
      space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
      id uuid NOT NULL,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      question text NOT NULL,
      answer text NOT NULL,
      sentiment text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (space_id, id)
    );
  `,
  contentTables: ["conversations", "messages", "shares", "feedback"],
};
