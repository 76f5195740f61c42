import type { Migration } from "../migration.ts";

/**
 * Who may come in. Nothing here is a secret that works by itself: sessions, links and keys are kept as SHA-256 of 256
 * random bits, passwords as Argon2id, what must be read again (a TOTP seed, a mail server's password) sealed under a data
 * key that lies in the database sealed itself. `events` takes rows and gives none back (a trigger holds for the owner too).
 */
export const accounts: Migration = {
  number: 5,
  name: "accounts",
  sql: `
    ALTER TABLE people DROP COLUMN is_active;
    ALTER TABLE people
      ADD COLUMN role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
      ADD COLUMN state text NOT NULL DEFAULT 'active' CHECK (state IN ('unverified', 'invited', 'active', 'suspended')),
      ADD COLUMN phone text UNIQUE,
      ADD COLUMN email_verified_at timestamptz,
      ADD COLUMN last_seen_at timestamptz,
      ADD COLUMN recovery_saved_at timestamptz;
    COMMENT ON COLUMN people.state IS 'unverified: asked to come in, has no rights; invited: may come in by their link';
    COMMENT ON COLUMN people.recovery_saved_at IS 'when the recovery codes shown last were confirmed to be saved';
    CREATE INDEX people_by_state ON people (state, created_at);
    CREATE INDEX people_by_joining ON people (created_at, id);
    CREATE INDEX people_by_last_seen ON people (last_seen_at NULLS FIRST, id);
    CREATE INDEX people_by_name ON people (name, id);

    ALTER TABLE conversations ADD COLUMN about_space uuid;
    COMMENT ON COLUMN conversations.about_space IS 'the one space its answers draw on; null: all the person may read';
    ALTER TABLE shares ADD COLUMN quoted_spaces uuid[] NOT NULL DEFAULT '{}';
    COMMENT ON COLUMN shares.quoted_spaces IS 'spaces of others it quotes: shown while who shared it may read them';

    CREATE TABLE sessions (
      id uuid PRIMARY KEY,
      token_hash bytea NOT NULL UNIQUE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      methods text[] NOT NULL,
      strong boolean NOT NULL DEFAULT false,
      elevated_until timestamptz,
      made_at timestamptz NOT NULL DEFAULT now(),
      used_at timestamptz NOT NULL DEFAULT now(),
      idle_seconds integer NOT NULL,
      expires_at timestamptz NOT NULL,
      address inet,
      agent text,
      issuer text,
      subject text,
      provider_session text
    );
    COMMENT ON COLUMN sessions.strong IS 'a second factor was given, or a passkey that verified the person';
    CREATE INDEX sessions_of_a_person ON sessions (person_id, used_at DESC);
    CREATE INDEX sessions_of_a_provider ON sessions (issuer, subject) WHERE issuer IS NOT NULL;

    CREATE TABLE sign_in_links (
      id uuid PRIMARY KEY,
      token_hash bytea NOT NULL UNIQUE,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      purpose text NOT NULL CHECK (purpose IN ('sign-in', 'invitation', 'set-up')),
      admits boolean NOT NULL DEFAULT false,
      resets_factors boolean NOT NULL DEFAULT false,
      asker_hash bytea,
      code_hash bytea,
      code_tries integer NOT NULL DEFAULT 0,
      made_by uuid REFERENCES people ON DELETE SET NULL,
      made_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      spent_at timestamptz
    );
    COMMENT ON COLUMN sign_in_links.admits IS 'clicking it makes an unverified or invited person active';
    COMMENT ON COLUMN sign_in_links.asker_hash IS 'the browser that asked for it, where it may submit itself';
    CREATE INDEX sign_in_links_of_a_person ON sign_in_links (person_id, made_at DESC);

    CREATE TABLE sign_in_flows (
      token_hash bytea PRIMARY KEY,
      kind text NOT NULL,
      person_id uuid REFERENCES people ON DELETE CASCADE,
      state jsonb NOT NULL,
      expires_at timestamptz NOT NULL
    );
    COMMENT ON TABLE sign_in_flows IS 'half-way sign-ins of one browser: a challenge, an OpenID state, a second factor asked for';

    CREATE TABLE identities (
      issuer text NOT NULL,
      subject text NOT NULL,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      email text,
      made_at timestamptz NOT NULL DEFAULT now(),
      used_at timestamptz,
      gave_admin boolean NOT NULL DEFAULT false,
      asked_at timestamptz,
      PRIMARY KEY (issuer, subject)
    );
    COMMENT ON COLUMN identities.gave_admin IS 'the provider made them an administrator, and may take it back';
    COMMENT ON COLUMN identities.asked_at IS 'when the provider was asked last whether they still belong to it';
    CREATE INDEX identities_of_a_person ON identities (person_id);

    CREATE TABLE passwords (
      person_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
      hash text NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE passkeys (
      id text PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      name text NOT NULL,
      public_key bytea NOT NULL,
      counter bigint NOT NULL,
      transports text[] NOT NULL DEFAULT '{}',
      rp_id text NOT NULL,
      device_type text NOT NULL,
      backed_up boolean NOT NULL,
      made_at timestamptz NOT NULL DEFAULT now(),
      used_at timestamptz
    );
    CREATE INDEX passkeys_of_a_person ON passkeys (person_id);

    CREATE TABLE totp (
      person_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
      confirmed_at timestamptz,
      last_step bigint NOT NULL DEFAULT 0,
      made_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON TABLE totp IS 'the seed is the sealed secret totp/<person_id>';
    COMMENT ON COLUMN totp.last_step IS 'the 30-second step of the code accepted last: none is taken twice';

    CREATE TABLE recovery_codes (
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      code_hash bytea NOT NULL,
      spent_at timestamptz,
      PRIMARY KEY (person_id, code_hash)
    );

    CREATE TABLE api_keys (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
      name text NOT NULL,
      shown text NOT NULL UNIQUE,
      token_hash bytea NOT NULL UNIQUE,
      scopes text[] NOT NULL,
      space_ids uuid[],
      environment text NOT NULL CHECK (environment IN ('production', 'development')),
      networks cidr[],
      canary boolean NOT NULL DEFAULT false,
      made_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      used_from inet,
      used_by text,
      suspended_at timestamptz,
      suspended_why text,
      revoked_at timestamptz,
      replaces uuid REFERENCES api_keys ON DELETE SET NULL,
      reminded_days integer
    );
    COMMENT ON COLUMN api_keys.reminded_days IS 'how many days before its end its person was told last';
    COMMENT ON COLUMN api_keys.shown IS 'what lists show of it, and what names it to be revoked: kk-…, unique, no way in';
    COMMENT ON COLUMN api_keys.space_ids IS 'the only spaces it opens; null: all of the person''s';
    CREATE INDEX api_keys_of_a_person ON api_keys (person_id, made_at DESC);

    CREATE TABLE api_key_habits (
      key_id uuid NOT NULL REFERENCES api_keys ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('network', 'agent', 'route', 'hour', 'alarm')),
      value text NOT NULL,
      seen bigint NOT NULL DEFAULT 1,
      first_seen timestamptz NOT NULL DEFAULT now(),
      last_seen timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (key_id, kind, value)
    );
    COMMENT ON TABLE api_key_habits IS 'where, by which program, for what and how much a key is used; alarm: the score that was told of a day';

    CREATE TABLE client_applications (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      client_id text NOT NULL UNIQUE,
      secret_hash bytea NOT NULL,
      scopes text[] NOT NULL,
      made_at timestamptz NOT NULL DEFAULT now(),
      used_at timestamptz,
      revoked_at timestamptz
    );

    CREATE TABLE rate_limits (
      name text NOT NULL,
      subject text NOT NULL,
      window_start timestamptz NOT NULL,
      taken integer NOT NULL,
      PRIMARY KEY (name, subject, window_start)
    );
    COMMENT ON COLUMN rate_limits.subject IS 'an address, a network or a person, as a keyed hash where it names somebody';

    CREATE TABLE data_keys (
      id text PRIMARY KEY,
      sealed bytea NOT NULL,
      made_at timestamptz NOT NULL DEFAULT now(),
      retired_at timestamptz
    );
    COMMENT ON TABLE data_keys IS 'each sealed under the instance''s secret key; the newest not retired seals';

    CREATE TABLE sealed_secrets (
      name text PRIMARY KEY,
      key_id text NOT NULL REFERENCES data_keys,
      sealed bytea NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON TABLE sealed_secrets IS 'AES-256-GCM, bound to the name; the one place for secrets that must be read again';
    CREATE INDEX sealed_secrets_by_key ON sealed_secrets (key_id);

    CREATE TABLE events (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      kind text NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed', 'noticed')),
      person_id uuid,
      account text,
      via text NOT NULL,
      credential text,
      target_kind text,
      target text,
      address inet,
      agent text,
      request_id text,
      facts jsonb NOT NULL DEFAULT '{}'
    );
    COMMENT ON TABLE events IS 'append-only: who did what, when, from where; never a secret, never note text';
    COMMENT ON COLUMN events.person_id IS 'who did it; no reference, so that what somebody did outlives them';
    COMMENT ON COLUMN events.account IS 'the account it is about, as an address; of an unknown one as it was typed';
    CREATE INDEX events_by_time ON events (at DESC, seq DESC);
    CREATE INDEX events_by_kind ON events (kind, at DESC);
    CREATE INDEX events_of_a_person ON events (person_id, at DESC);
    CREATE INDEX events_of_an_account ON events (account, at DESC);
    CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'events are written once and never changed'; END $$;
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events();
  `,
  contentTables: [],
};
