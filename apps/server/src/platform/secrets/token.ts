import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits as text for an address or a cookie, and their SHA-256, which is all that is kept. */
export function makeToken(): { readonly token: string; readonly hash: Buffer } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashToken(token) };
}

/** Whether a text has the form of such a token. */
export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Compares in a time that depends on the lengths only. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
