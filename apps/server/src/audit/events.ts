import type { Sql } from "@khoj/db";
import type { Actor, From } from "../platform/actor.ts";

/** Something worth keeping: who did what, to what, from where, and how it went. Never a secret, never note text. */
export interface EventInput {
  /** `area.verb`, such as `sign-in.password`, `key.revoked`, `space.member-removed`, `settings.changed`. */
  readonly kind: string;
  /** `noticed`: nobody did it, the server saw it (an unusual key, a canary). */
  readonly outcome: "done" | "refused" | "failed" | "noticed";
  readonly actor?: Actor | undefined;
  /** Who did it when no Actor was made yet, or by which way: `command-line`, `start`, `provider`. */
  readonly via?: string | undefined;
  /** The account it is about, as an address; of an unknown one as it was typed. */
  readonly account?: string | undefined;
  readonly target?: { readonly kind: string; readonly id: string } | undefined;
  readonly from?: From | undefined;
  /** Short values only; what looks like a secret is taken out before it is stored. */
  readonly facts?: Readonly<Record<string, Fact>> | undefined;
}

export type Fact = string | number | boolean | null;

/** The port every room writes to. Agents will write to it too. */
export interface Events {
  /** Resolves when the event is stored. Given `sql`, it is stored with that transaction or not at all. */
  record(event: EventInput, sql?: Sql): Promise<void>;
}
