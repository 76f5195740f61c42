import type { Config } from "../config.ts";
import { matchNetworks } from "../platform/http/networks.ts";
import type { TrustRules } from "../platform/http/trust.ts";

const everyAddress = ["0.0.0.0", "::"];
const ownNames = ["localhost", "127.0.0.1", "::1"];

/** Whether the administrators' panel answers to an address. */
export const nearAdministrators = ({ adminNetworks }: Pick<Config, "adminNetworks">): TrustRules["isNear"] =>
  adminNetworks === undefined ? () => true : matchNetworks(adminNetworks);

/** Which names the server answers to and whose word it takes, as the configuration says (ours.md §4). */
export function trustOf(config: Config): TrustRules {
  const { anonymous, hosts: domains, listen, publicOrigin, plainHttp, allowedOrigins: named } = config;
  const bound = "socket" in listen ? [] : listen.hosts.filter((host) => !everyAddress.includes(host));
  const isNamedProxy = matchNetworks(config.trustedProxies);
  return {
    anonymous,
    named,
    domains,
    publicOrigin,
    plainHttp,
    // Named for others it answers to that name and on this computer; else to what it is bound to.
    hosts: [...new Set(domains.length > 0 ? [...ownNames, ...domains] : ["localhost", ...bound])],
    everyAddress: domains.length === 0 && bound.length === 0 && !("socket" in listen),
    // Whoever may open the Unix socket counts as sitting at this computer.
    isProxy: (peer) => (peer === undefined ? "socket" in listen : isNamedProxy(peer)),
    isNear: nearAdministrators(config),
  };
}
