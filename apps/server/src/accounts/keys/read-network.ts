import { badRequest } from "@khoj/contract";
import ipaddr from "ipaddr.js";

/** `192.168.1.7/24` → `192.168.1.0/24`, `10.0.0.1` → `10.0.0.1/32`. Refuses what is no address and no network. */
export function readNetwork(text: string): string {
  const wanted = text.trim();
  try {
    const [address, bits] = wanted.includes("/") ? ipaddr.parseCIDR(wanted) : single(wanted);
    const bytes = address.toByteArray().map((byte, index) => byte & maskOf(bits - index * 8));
    return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
  } catch (cause) {
    const said = JSON.stringify(wanted.slice(0, 60));
    throw badRequest(`${said} is no address and no network; give one like 192.168.1.0/24`, { cause });
  }
}

function single(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const address = ipaddr.process(text);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

const maskOf = (bits: number): number => (bits >= 8 ? 255 : bits <= 0 ? 0 : (255 << (8 - bits)) & 255);
