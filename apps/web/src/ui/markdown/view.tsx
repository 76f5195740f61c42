import { createContext, type ReactNode, useContext } from "react";
import type { Range } from "../find-words.ts";

export type LinkTarget =
  /** Another note by the name the link gives, as people write it: without its ending, or relative to this one. */
  | { readonly kind: "note"; readonly name: string }
  | { readonly kind: "tag"; readonly tag: string }
  /** A passage of a note, or a page of ours: an address that begins with `/`. */
  | { readonly kind: "page"; readonly path: string };

/** What the renderer needs to know about the text it shows. */
export interface View {
  /** The text the positions of the tree refer to. */
  readonly source: string;
  /** Added to every position: where `source` begins in the whole text. */
  readonly base: number;
  /** Words to mark, in offsets of the whole text, in order. */
  readonly marks: readonly Range[];
  /** How a marked piece is shown, by the number of its mark; a plain `mark` unless told. */
  readonly mark?: ((index: number, text: string) => ReactNode) | undefined;
  /** The passage the note was opened at. */
  readonly passage: Range | undefined;
  /** How a link within the page is made: the renderer knows no place of the page. */
  readonly link: (target: LinkTarget, children: ReactNode, text: string) => ReactNode;
  /** The address of a picture kept on this server, if there may be one. */
  readonly picture?: ((path: string) => string | undefined) | undefined;
  readonly definitions: ReadonlyMap<string, string>;
}

const ViewContext = createContext<View | undefined>(undefined);
export const ViewProvider = ViewContext.Provider;

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === undefined) throw new Error("a node of a note is shown outside of a note");
  return view;
}
