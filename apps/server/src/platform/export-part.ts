import type { Actor } from "./actor.ts";

/** One file of the export of everything that is somebody's. */
export interface ExportPart {
  /** Where it stands in the archive, such as `conversations/3f2a.json`; made safe and unique by who writes it. */
  readonly path: string;
  readonly content: string | Uint8Array | AsyncIterable<string>;
  readonly modified?: Date | undefined;
}

/** What of a room is the actor's own, made while it is read, so that no export is too large. */
export type ExportOf = (actor: Actor) => AsyncIterable<ExportPart>;

export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
