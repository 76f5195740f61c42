import ipaddr from "ipaddr.js";
import type { Config } from "../config.ts";

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
  const { protocol, port } = new URL(address);
  return `${protocol}//localhost${port === "" ? "" : `:${port}`}`;
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || (ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback");
