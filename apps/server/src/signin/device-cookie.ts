import { randomBytes } from "node:crypto";
import { sameBytes } from "../platform/secrets/token.ts";
import type { SignInDeps } from "./signin-deps.ts";

type Deps = Pick<SignInDeps, "secrets">;

/**
 * A browser in which somebody signed in keeps a mark of it, worth nothing by itself: guesses from elsewhere are counted
 * apart from those of this browser, so that a stranger who guesses does not lock the owner out.
 */
export function makeDeviceMark(deps: Deps, personId: string): string {
  const nonce = randomBytes(16).toString("base64url");
  return `${nonce}.${seal(deps, personId, nonce).toString("base64url")}`;
}

/** The browser's name in counts, when its mark is one of this person's. */
export function readDeviceMark(deps: Deps, personId: string, mark: string | undefined): string | undefined {
  const [nonce = "", proof = ""] = (mark ?? "").split(".");
  return sameBytes(seal(deps, personId, nonce), Buffer.from(proof, "base64url")) ? nonce : undefined;
}

const seal = ({ secrets }: Deps, personId: string, nonce: string): Buffer =>
  secrets.mac("device-mark", `${personId} ${nonce}`);
