import type { Sql } from "@khoj/db";

/** Secrets that must be read again (a mail server's password, a TOTP seed): sealed in the database, bound to their name. */
export interface Secrets {
  /** Names the instance's key without giving it away: `sha256:` and 16 hex digits. */
  readonly fingerprint: string;
  /** Where that key comes from. */
  readonly place: "environment" | "file";
  /** Seals `text` under `name` (`mail/smtp-url`, `totp/<person>`) with the transaction of `sql`; replaces what was there. */
  put(sql: Sql, name: string, text: string): Promise<void>;
  /** The text kept under `name`, as the transaction of `sql` sees it. Rejects when it was altered or belongs to another name. */
  read(name: string, sql?: Sql): Promise<string | undefined>;
  remove(sql: Sql, name: string): Promise<void>;
  /** HMAC-SHA-256 under a key of this instance, one per purpose: for what is too short to be hashed alone (six digits). */
  mac(purpose: string, text: string): Buffer;
}
