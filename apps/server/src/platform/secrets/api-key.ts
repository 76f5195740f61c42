import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { hashToken } from "./token.ts";

/**
 * Keys of programs look like `kk-` (people's) or `kc-` (client applications' secrets), 43 random characters, 6 of
 * checksum: 52 in all, safe in addresses and headers. The checksum lets a scanner tell a real one without asking anybody.
 */
export type KeyPrefix = "kk-" | "kc-";

/** What scanners look for (docs/guides/keys.md, SECURITY.md); the checksum weeds out what only looks like one. */
export const apiKeyPattern = "k[kc]-[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}";

const whole = new RegExp(`^${apiKeyPattern}$`);
const length = 52;

/** A new key, what is kept of it, and what lists show of it: unique as far as anybody will see, and no way in. */
export function makeApiKey(prefix: KeyPrefix): { readonly key: string; readonly hash: Buffer; readonly shown: string } {
  const random = prefix + randomBytes(32).toString("base64url");
  const key = random + checksumOf(random);
  return { key, hash: hashToken(key), shown: `${key.slice(0, 9)}...${key.slice(-6)}` };
}

export const isApiKey = (text: string, prefix: KeyPrefix): boolean =>
  text.startsWith(prefix) && whole.test(text) && checksumOf(text.slice(0, -6)) === text.slice(-6);

/** Every key that stands in a text, wherever in a word it begins. */
export function findApiKeys(content: string | Uint8Array): readonly string[] {
  const found = new Set<string>();
  const text = typeof content === "string" ? content : Buffer.from(content.buffer, content.byteOffset, content.length);
  for (const prefix of ["kk-", "kc-"] as const) {
    for (let at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
      const candidate = text.slice(at, at + length).toString();
      if (isApiKey(candidate, prefix)) found.add(candidate);
    }
  }
  return [...found];
}

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** CRC-32 in base 62, as GitHub's tokens carry it. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let sum = "";
  for (let place = 0; place < 6; place++) {
    sum = (digits[rest % 62] ?? "0") + sum;
    rest = Math.floor(rest / 62);
  }
  return sum;
}
