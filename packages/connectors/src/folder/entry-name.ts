import { isUtf8 } from "node:buffer";

/** A path below the watched folder, in the bytes the file system uses: a name need not be text. */
export type BytePath = Buffer;

const slash = Buffer.from("/");

export const joinBytes = (parent: BytePath, name: Buffer): BytePath =>
  parent.length === 0 ? name : Buffer.concat([parent, slash, name]);

/** The name a person sees. Bytes that are no UTF-8 stand as `\xNN`, so that two names never become one. */
export function showName(bytes: BytePath): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let shown = "";
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    shown += length === 0 ? `\\x${hex(bytes[at] ?? 0)}` : bytes.toString("utf8", at, at + length);
    at += Math.max(1, length);
  }
  return shown;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/** Bytes of the character that starts here; 0 when none does. */
function characterLength(bytes: BytePath, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++)
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  return 0;
}
