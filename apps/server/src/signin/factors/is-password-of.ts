import type { Actor } from "../../platform/actor.ts";
import { isPassword } from "../password/hash-password.ts";
import { selectPasswordHash } from "../password/password-store.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** Whether it is the person's password; no when they have none. */
export async function isPasswordOf({ database }: SignInDeps, actor: Actor, password: string): Promise<boolean> {
  return isPassword(await database.transaction((sql) => selectPasswordHash(sql, actor.personId)), password);
}
