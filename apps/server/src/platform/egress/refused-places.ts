import { type LookupAddress, type LookupOptions, lookup as systemsLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { KhojError } from "@khoj/contract";
import ipaddr from "ipaddr.js";

/** How a name is looked up, as `node:dns` does it: every address of it. */
export type Lookup = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Where nobody means to send anything: addresses that are of no machine, and those at which clouds tell a machine its
 * own secrets. The machines of the network around are not among them: models run there.
 */
const refusedRanges: readonly string[] = ["linkLocal", "unspecified", "broadcast", "multicast", "6to4", "teredo"];
const metadata: readonly string[] = [
  "fd00:ec2::254",
  "fd20:ce::254",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
];

/** Throws where a place's address, written as numbers, is one that is never asked; names are looked at when they are looked up. */
export function refusePlace({ hostname }: URL): void {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(bare) && isRefused(bare)) throw refusal(hostname);
}

/** Looks names up once, and lets a connection go only to what was looked at; refused when any address of a name is. */
export const guardedLookup =
  (lookup: Lookup = systemsLookup): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) return callback(error ?? noAddress(hostname), "", 0);
      if (addresses.some(({ address }) => isRefused(address))) return callback(refusal(hostname), "", 0);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });

/** The refusal of a lookup, out of the error of whoever connected. */
export function refusalIn(error: unknown): KhojError | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 10; current = current.cause, depth++)
    if (current instanceof KhojError) return current;
  return undefined;
}

function isRefused(address: string): boolean {
  const [plain = ""] = address.split("%");
  if (!ipaddr.isValid(plain)) return true;
  const asked = embedded(ipaddr.process(plain));
  return (
    refusedRanges.includes(asked.range()) || metadata.some((one) => ipaddr.parse(one).toString() === asked.toString())
  );
}

/** An IPv4 address that stands within one of IPv6, as networks without IPv4 and old writings have it. */
function embedded(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 14).some((byte) => byte > 0);
  return address.range() === "rfc6052" || isCompatible ? new ipaddr.IPv4(bytes.slice(12)) : address;
}

const refusal = (hostname: string): KhojError =>
  new KhojError(
    "forbidden",
    `${hostname} is at an address that is never asked (link-local, of a cloud's own service, or of no machine); nothing was sent. Name the machine by its own address`,
  );

const noAddress = (hostname: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${hostname} has no address`), { code: "ENOTFOUND" });
