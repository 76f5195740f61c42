import { randomInt } from "node:crypto";
import { sameBytes } from "../../platform/secrets/token.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** Tries at a code before it is dead; the link beside it still works. */
export const codeTries = 5;

export const makeCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");

/** Six digits are too few to be hashed alone: they are kept under the instance's key, bound to their link. */
export const codeHash = ({ secrets }: Pick<SignInDeps, "secrets">, linkId: string, code: string): Buffer =>
  secrets.mac("sign-in-code", `${linkId} ${code}`);

/** People type blanks and dashes between digits. */
export const readDigits = (typed: string): string => typed.replace(/[\s-]/g, "");

export const isCodeOf = (
  deps: Pick<SignInDeps, "secrets">,
  link: { readonly id: string; readonly code_hash: Buffer },
  code: string,
): boolean => sameBytes(codeHash(deps, link.id, code), link.code_hash);
