import { type NoteLocation, readNoteLocation } from "../note/note-location.ts";

export interface ChatLocation extends NoteLocation {
  readonly conversation?: string | undefined;
  /** The one space a new conversation is about. */
  readonly space?: string | undefined;
}

/** `conversationId` is how upstream's page names it: its links keep working. */
export function readChatLocation(parameters: Readonly<Record<string, string>>): ChatLocation {
  const conversation = parameters.conversation ?? parameters.conversationId;
  return {
    ...readNoteLocation(parameters),
    conversation: conversation === "" ? undefined : conversation,
    space: parameters.space || undefined,
  };
}
