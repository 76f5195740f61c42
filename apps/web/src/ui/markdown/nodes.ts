import type { Nodes } from "mdast";
import type {} from "mdast-util-math";

/** Where a node stands in the text it was read from, in UTF-16 units. */
export interface Span {
  readonly start: { readonly offset?: number | undefined };
  readonly end: { readonly offset?: number | undefined };
}

/** What Markdown has no node for: front matter and Org's drawers, and Org's badges. */
export type ExtraNode =
  | { readonly type: "properties"; readonly rows: readonly (readonly [string, string])[]; readonly position?: Span }
  | { readonly type: "todo"; readonly value: string; readonly done: boolean; readonly position?: Span }
  | { readonly type: "timestamp"; readonly value: string; readonly position?: Span }
  | { readonly type: "tags"; readonly tags: readonly string[]; readonly position?: Span };

export type ViewNode = Nodes | ExtraNode;

/** Puts an extra node where mdast expects one of its own; only our renderer reads it back. */
export const asMdast = <Node>(node: ExtraNode): Node => node as unknown as Node;
