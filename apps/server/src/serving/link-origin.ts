import type { Config } from "../config.ts";
import { isLoopback } from "../platform/http/networks.ts";
import { onLocalhost } from "../platform/http/on-localhost.ts";

/**
 * Where links in mails begin (ours.md §5): where `KHOJ_DOMAIN` says people reach the server; of one that only this
 * computer reaches, `localhost`. Undefined otherwise: what a request calls the server is no proof that it is its name.
 */
export function linkOrigin(
  { publicOrigin, listen }: Pick<Config, "publicOrigin" | "listen">,
  addresses: readonly string[],
): string | undefined {
  if (publicOrigin !== undefined) return publicOrigin;
  const [address] = addresses;
  if ("socket" in listen || !listen.hosts.every(isLoopback) || address === undefined || !URL.canParse(address))
    return undefined;
  return onLocalhost(new URL(address));
}
