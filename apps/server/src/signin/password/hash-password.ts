import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { HashQueue } from "./hash-queue.ts";

/** One for the whole process: it is the machine's memory that is shared. */
export const hashing = new HashQueue();

/** OWASP's parameters for Argon2id, which is the package's default algorithm; worked out off the main thread. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** As it is kept: Argon2id with its parameters and salt. Waits its turn. */
export const hashPassword = (password: string): Promise<string> => hashing.run(() => hash(typed(password), parameters));

/** Without a hash (nobody, or no password) it takes the same work and is wrong. */
export async function isPassword(hashed: string | undefined, password: string): Promise<boolean> {
  nobodys ??= hash(randomBytes(32), parameters);
  const known = hashed ?? (await nobodys);
  const right = await hashing.run(() => verify(known, typed(password)));
  return hashed !== undefined && right;
}

let nobodys: Promise<string> | undefined;

/** Keyboards compose letters differently. */
const typed = (password: string): string => password.normalize("NFC");
