import type { Actor, From } from "../actor.ts";

/**
 * Told of keys that stood where they do not belong, in a note or a question, by whom. Those of this instance are
 * suspended; the text they stood in is refused by whoever found them.
 */
export type ExposeKeys = (
  keys: readonly string[],
  by: { readonly actor?: Actor | undefined; readonly from?: From | undefined; readonly via?: string | undefined },
) => Promise<void>;
