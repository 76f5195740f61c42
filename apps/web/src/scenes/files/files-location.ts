import type { FileState } from "@khoj/contract";
import { type NoteLocation, readNoteLocation } from "../note/note-location.ts";
import { stateNames } from "./state-names.ts";

export interface FilesLocation extends NoteLocation {
  readonly name?: string | undefined;
  /** The space whose files are shown; one's own when absent. */
  readonly space?: string | undefined;
  readonly state?: FileState | undefined;
}

export function readFilesLocation(parameters: Readonly<Record<string, string>>): FilesLocation {
  const { name, space, state } = parameters;
  return {
    ...readNoteLocation(parameters),
    name: name === "" ? undefined : name,
    space: space || undefined,
    state: state !== undefined && state in stateNames ? (state as FileState) : undefined,
  };
}
