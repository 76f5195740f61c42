import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { KhojError } from "@khoj/contract";

/** Passwords of the roles Khoj made for itself. They live in the data directory and nowhere else. */
export interface Passwords {
  readonly admin: string;
  readonly owner: string;
  readonly server: string;
}

/** Reads the passwords, or makes them on the first start: 32 random bytes each, in a file only its owner reads. */
export async function keepPasswords(file: string): Promise<Passwords> {
  const kept = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (kept !== undefined) return parse(kept, file);
  const made: Passwords = { admin: password(), owner: password(), server: password() };
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}

const password = (): string => randomBytes(32).toString("base64url");

function parse(text: string, file: string): Passwords {
  const fields = /^\{"admin":"([\w-]+)","owner":"([\w-]+)","server":"([\w-]+)"\}\s*$/.exec(text);
  const [, admin, owner, server] = fields ?? [];
  if (admin && owner && server) return { admin, owner, server };
  throw new KhojError(
    "conflict",
    `${file} does not hold the database's passwords any more; put it back from a copy of the data directory`,
  );
}
