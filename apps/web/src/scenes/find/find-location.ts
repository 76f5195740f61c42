import type { SearchType } from "@khoj/contract";
import { type NoteLocation, readNoteLocation } from "../note/note-location.ts";

export interface FindLocation extends NoteLocation {
  readonly q?: string | undefined;
  readonly type?: NoteType | undefined;
  /** The one space to stay within. */
  readonly space?: string | undefined;
  /** The conversation in which `q` was asked, once it was. */
  readonly conversation?: string | undefined;
  /** Words and both are shown side by side. */
  readonly compare?: "yes" | undefined;
}

/** The kinds of note one can narrow a search to, as people call them. */
export const noteTypes = {
  markdown: "Markdown",
  org: "Org",
  pdf: "PDF",
  docx: "Word",
  image: "Pictures",
  plaintext: "Other",
} as const satisfies Readonly<Partial<Record<SearchType, string>>>;
export type NoteType = keyof typeof noteTypes;

const isNoteType = (type: string | undefined): type is NoteType => type !== undefined && type in noteTypes;

export function readFindLocation(parameters: Readonly<Record<string, string>>): FindLocation {
  const { q, type, space, conversation, compare } = parameters;
  return {
    ...readNoteLocation(parameters),
    q: q === "" ? undefined : q,
    type: isNoteType(type) ? type : undefined,
    space: space || undefined,
    conversation: conversation === "" ? undefined : conversation,
    compare: compare === "yes" ? compare : undefined,
  };
}
