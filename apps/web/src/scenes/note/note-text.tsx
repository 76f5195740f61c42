import { extensionOf } from "../../ui/file-name.ts";
import type { Range } from "../../ui/find-words.ts";
import { CodeNote } from "./code-note.tsx";
import { MarkupNote } from "./markup-note.tsx";
import { PlainNote } from "./plain-note.tsx";
import { TableNote } from "./table-note.tsx";
import type { Target } from "./use-places.ts";

export interface NoteTextProps {
  readonly fileName: string;
  readonly text: string;
  readonly marks: readonly Range[];
  readonly passage: Range | undefined;
  readonly target: Target | undefined;
}

/** The text of a note in the view its kind asks for. */
export function NoteText(props: NoteTextProps) {
  const View = views[extensionOf(props.fileName)] ?? PlainNote;
  return <View {...props} />;
}

const code =
  "js ts jsx tsx mjs cjs py rb rs go java kt c h cpp hpp cc cs swift php pl lua r jl sh bash zsh fish ps1 sql css scss less " +
  "el lisp clj hs ml ex exs erl scala dart vue svelte json jsonl json5 yaml yml toml ini conf cfg env xml svg nix tf diff patch log";

const views: Readonly<Record<string, typeof PlainNote>> = {
  md: MarkupNote,
  markdown: MarkupNote,
  mdx: MarkupNote,
  org: MarkupNote,
  csv: TableNote,
  tsv: TableNote,
  ...Object.fromEntries(code.split(" ").map((extension) => [extension, CodeNote])),
};
