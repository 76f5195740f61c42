import { verify } from "@node-rs/argon2";
import type { Actor } from "../../platform/actor.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { selectPasswordHash } from "./means-store.ts";

/** Whether it is the person's password; no when they have none. */
export async function isPasswordOf({ database }: SignInDeps, actor: Actor, password: string): Promise<boolean> {
  const hash = await database.transaction((sql) => selectPasswordHash(sql, actor.personId));
  return hash !== undefined && (await verify(hash, password));
}

/** The shortest password taken, by role (ours.md §5). */
export const leastPassword = { user: 15, admin: 16 } as const;
