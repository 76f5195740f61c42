import ipaddr from "ipaddr.js";

/** An address as it is compared and shown: IPv4 written as IPv6 is IPv4. Undefined for what is no address. */
export const plainAddress = (address: string): string | undefined =>
  isAddress(address) ? ipaddr.process(address).toString() : undefined;

/** Of this computer only. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || (isAddress(address) && ipaddr.process(address).range() === "loopback");
}

/** Whether an address lies in one of these addresses and networks (`10.0.0.1`, `10.0.0.0/8`, `fd00::/8`). */
export function matchNetworks(list: readonly string[]): (address: string) => boolean {
  const networks = list.map((network) =>
    network.includes("/") ? ipaddr.parseCIDR(network) : ([ipaddr.process(network), undefined] as const),
  );
  return (address) => {
    if (!isAddress(address)) return false;
    const asked = ipaddr.process(address);
    return networks.some(([network, bits]) => network.kind() === asked.kind() && lies(asked, network, bits));
  };
}

function lies(asked: ipaddr.IPv4 | ipaddr.IPv6, network: ipaddr.IPv4 | ipaddr.IPv6, bits: number | undefined): boolean {
  const bytes = network.toByteArray();
  return isEqualFor(bits ?? bytes.length * 8, asked.toByteArray(), bytes);
}

const isEqualFor = (bits: number, one: readonly number[], other: readonly number[]): boolean =>
  one.every((byte, index) => {
    const left = Math.max(0, Math.min(8, bits - index * 8));
    return (byte ^ (other[index] ?? 0)) >> (8 - left) === 0;
  });

/** Strict: four decimal numbers or IPv6, without a zone. `127.1` and `0x7f.1` are addresses to some readers, and none to us. */
const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text));
