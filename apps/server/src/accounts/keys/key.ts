import type { KeyScope } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { z } from "zod";
import type { Events } from "../../audit/index.ts";
import type { ChangeMany } from "../access-changes.ts";

export type Environment = "production" | "development";
type Scope = z.output<typeof KeyScope>;

/** What the use cases of keys work with; the command line gives `changeFromOutside` where a server gives its own. */
export interface KeyDeps {
  readonly database: Database;
  readonly changeMany: ChangeMany;
  readonly events: Events;
  /** Which kind of instance this is: keys are for one kind only. */
  readonly environment: Environment;
}

/** A key as it is kept, with whose it is. */
export interface Key {
  readonly id: string;
  readonly person_id: string;
  readonly email: string;
  readonly name: string;
  readonly shown: string;
  readonly scopes: readonly Scope[];
  readonly space_ids: readonly string[] | null;
  readonly environment: Environment;
  readonly networks: readonly string[] | null;
  readonly canary: boolean;
  readonly made_at: Date;
  readonly expires_at: Date;
  readonly used_at: Date | null;
  readonly used_from: string | null;
  readonly used_by: string | null;
  readonly suspended_at: Date | null;
  readonly suspended_why: string | null;
  readonly revoked_at: Date | null;
  /** By the database's clock. */
  readonly expired: boolean;
  readonly expires_soon: boolean;
  /** Nobody used it for 60 days. */
  readonly unused: boolean;
}

/** Days before its end at which a key's person is told. */
export const warningDays = [14, 3] as const;
export const usualLifetimeDays = 90;
/** What a key may do when nobody says otherwise: all but administer. */
export const usualScopes: readonly Scope[] = ["read", "write", "chat", "automate"];
