import type { z } from "zod";

/** One thing a source holds, named as it will be known. Its content is read when asked for, once. */
export interface Item {
  readonly name: string;
  /** Where it stands inside its source, for ignore rules: no leading slash. */
  readonly relativeName: string;
  /** What stays the same when it is renamed; undefined where the source has no such thing. */
  readonly identity: string | undefined;
  /** The bytes as they now are. Throws SkipItem when it turns out that it must not or cannot be read. */
  content(): AsyncIterable<Uint8Array>;
}

/** What a source tells, in order. */
export type Change =
  | { readonly kind: "item"; readonly item: Item }
  | { readonly kind: "skipped"; readonly name: string; readonly reason: string }
  | { readonly kind: "gone"; readonly name: string; readonly identity: string | undefined }
  /** Everything there is has been named: what is stored and was not named is gone. */
  | { readonly kind: "complete" }
  /** The source itself cannot be reached; nothing is said of what is in it. */
  | { readonly kind: "unreachable"; readonly reason: string }
  /** How changes are noticed from here on; `note` says what a person may want to mend. */
  | { readonly kind: "following"; readonly by: "events" | "polling"; readonly note: string | undefined };

export interface ReadContext {
  readonly signal: AbortSignal;
  /** Go on with what changes until `signal` aborts; otherwise end after `complete`. */
  readonly follow: boolean;
}

/** A place notes come from. */
export interface Connector<Options> {
  readonly name: string;
  readonly options: z.ZodType<Options>;
  /** Yields what is there, `complete`, and with `follow` what changes. Ends promptly when `signal` aborts. */
  read(options: Options, context: ReadContext): AsyncIterable<Change>;
}

/** Why an item is left out: a sentence shown beside its name. */
export class SkipItem extends Error {
  override readonly name = "SkipItem";
}
