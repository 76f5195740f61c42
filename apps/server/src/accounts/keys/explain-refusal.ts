import type { SpaceAccess } from "../../platform/actor.ts";
import { dayOf } from "./describe-key.ts";
import type { Environment } from "./key.ts";
import type { ShownKey } from "./key-store.ts";

/** Why a key that exists does not hold here and now, and what to do; undefined when it holds. */
export function explainRefusal(
  key: ShownKey,
  here: { readonly environment: Environment; readonly spaces: readonly SpaceAccess[]; readonly settings: string },
): string | undefined {
  const { environment, spaces, settings } = here;
  if (key.state !== "active") return "The account of this key is closed; ask an administrator of this server";
  if (key.expired) return `This key expired on ${dayOf(key.expires_at)}; renew it at ${settings}`;
  if (key.suspended_why !== null)
    return `This key is suspended: ${key.suspended_why}. Its owner can resume it at ${settings}`;
  if (key.environment !== environment)
    return `This key is for ${key.environment}, and this server is ${environment}; make one for it at ${settings}`;
  if (key.from_elsewhere) return "This key may not be used from this network; its owner said from which ones";
  if (spaces.length === 0) return `This key opens only spaces its owner no longer belongs to; change it at ${settings}`;
  return undefined;
}
