/** The part of an address that opens a note beside a scene, at a passage. */
export interface NoteLocation {
  readonly open?: string | undefined;
  /** UTF-16 offsets of the passage in the note's text, end exclusive. */
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

export function readNoteLocation(parameters: Readonly<Record<string, string>>): NoteLocation {
  const open = parameters.open === "" ? undefined : parameters.open;
  return open === undefined ? {} : { open, start: readOffset(parameters.start), end: readOffset(parameters.end) };
}

/** Clears the note from an address while all else stays. */
export const noNote: NoteLocation = { open: undefined, start: undefined, end: undefined };

function readOffset(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && text !== "" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
