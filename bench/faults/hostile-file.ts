import type { UploadPart } from "./ask.ts";

/** A file made to break whoever reads it; `own` is a word that no other name has. */
export interface HostileFile extends UploadPart {
  readonly own: string;
}

export const file = (own: string, extension: string, bytes: Uint8Array): HostileFile => ({
  own,
  name: extension === "" ? own : `${own}.${extension}`,
  bytes,
});

export const text = (own: string, extension: string, content: string): HostileFile =>
  file(own, extension, Buffer.from(content));
