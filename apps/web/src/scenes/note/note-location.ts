/** The part of an address that opens a note beside a scene, at a passage. */
export interface NoteLocation {
  readonly open?: string | undefined;
  /** The space of the opened note, where it is another than the person's own. */
  readonly in?: string | undefined;
  /** UTF-16 offsets of the passage in the note's text, end exclusive. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** The page of a PDF it is on, from 1. */
  readonly page?: number | undefined;
  /** `text`: the text of a note that is shown by its pages otherwise. */
  readonly view?: "text" | undefined;
}

export function readNoteLocation(parameters: Readonly<Record<string, string>>): NoteLocation {
  const open = parameters.open === "" ? undefined : parameters.open;
  if (open === undefined) return {};
  const { in: space, start, end, page, view } = parameters;
  return {
    open,
    in: space || undefined,
    start: readOffset(start),
    end: readOffset(end),
    page: readOffset(page) || undefined,
    view: view === "text" ? view : undefined,
  };
}

/** Clears the note from an address while all else stays. */
export const noNote: NoteLocation = {
  open: undefined,
  in: undefined,
  start: undefined,
  end: undefined,
  page: undefined,
  view: undefined,
};

function readOffset(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && text !== "" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export interface Passage {
  readonly file: string;
  readonly space?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly page?: number | undefined;
}

/** Opens a passage where it stands: what a result and a citation lead to. */
export const locationOf = ({ file, space, start, end, page }: Passage): NoteLocation => ({
  open: file,
  in: space,
  start,
  end,
  page,
});
