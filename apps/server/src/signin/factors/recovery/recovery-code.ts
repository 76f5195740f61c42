import { createHash, randomBytes, scrypt } from "node:crypto";

/** Crockford's: no letter that looks like another. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 80 random bits in four groups: `7K3M-…`. */
export function makeRecoveryCode(): string {
  // 32 letters divide 256, so that each is as likely as any other.
  const letters = [...randomBytes(16)].map((byte) => alphabet.charAt(byte % alphabet.length));
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** What was typed, as it was shown: case, blanks and dashes do not matter, nor O for 0 and I or L for 1. */
export function normaliseRecoveryCode(typed: string): string | undefined {
  const letters = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return letters.length === 16 && [...letters].every((letter) => alphabet.includes(letter)) ? letters : undefined;
}

/** What is kept: scrypt, since 80 bits are few for a plain hash; by the person, so that the row can be found. */
export function hashRecoveryCode(personId: string, normalised: string): Promise<Buffer> {
  const salt = createHash("sha256").update(`khoj recovery code\n${personId}`).digest();
  return new Promise((resolve, reject) => {
    scrypt(normalised, salt, 32, { N: 2 ** 14, r: 8, p: 1 }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
