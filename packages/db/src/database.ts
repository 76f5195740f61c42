/** What a store may do inside a transaction. Values are always parameters; the text is always a constant. */
export interface Sql {
  /** Runs one statement and returns its rows. Errors carry the statement's name and SQLSTATE, never its parameters. */
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Rows affected by a statement. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
  /** Runs `work` under a savepoint: when it throws, only its own effects are undone. */
  savepoint<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

/** `verified`: the server's certificate was checked; `unverified`: encrypted, but by a certificate nobody vouches for. */
export type Encryption = "verified" | "unverified";

export interface Connection {
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly encryption?: Encryption | undefined;
}

export interface Listening {
  heard(message: string): void;
  gap(): void;
}

/**
 * The one door to PostgreSQL. Content tables (those with a `space_id`) have forced row security: a statement sees and
 * writes rows of the spaces named to `inSpaces` and no others; outside `inSpaces` it sees none of them.
 */
export interface Database {
  /** What `openPool` in another thread needs to reach the same database. Holds the password: never to be logged. */
  readonly connection: Connection;
  /** One transaction that sees the content of `spaces`. Committed when `work` resolves, undone when it throws. */
  inSpaces<Result>(spaces: readonly string[], work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** `inSpaces` for statements that look rows up by their keys: their plans are kept, and made of index look-ups only. */
  byKeysInSpaces<Result>(spaces: readonly string[], work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** One transaction over the tables that hold no content (people, spaces, settings). */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** One statement by itself over those tables, in a single round trip: for what is asked all the time. */
  statement: Sql["query"];
  /**
   * Calls `heard` with each text sent by `pg_notify` on `channel`, by whichever node, after its transaction committed.
   * While the connection for it was away messages are lost: `gap` is called when it is back, and before anything heard.
   */
  listen(channel: string, on: Listening): Promise<{ stop(): Promise<void> }>;
  /** Rejects with `unavailable` when the database does not answer within `milliseconds`. */
  ping(milliseconds: number): Promise<void>;
  /** Rejects with `unavailable` when the disk has no room for this much more content, as far as that can be known. */
  ensureRoom(bytes: number): Promise<void>;
  close(): Promise<void>;
}
