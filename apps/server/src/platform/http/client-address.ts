import type { IncomingMessage } from "node:http";
import { plainAddress } from "./networks.ts";

export type Scheme = "http" | "https";

/** How a request came in, with what trusted proxies say of it: the one place where forwarded headers are read. */
export interface CameIn {
  /** The other end of the connection; undefined on a Unix socket. */
  readonly peer: string | undefined;
  /** Whether that is a proxy we believe. A stranger's forwarded headers have no effect. */
  readonly byProxy: boolean;
  /** The client: the peer, or the nearest hop no proxy of ours stands for. */
  readonly address: string;
  readonly scheme: Scheme;
  /** The Host header. */
  readonly host: string;
  /** The host the client asked the proxy for, if the proxy says so. */
  readonly forwardedHost: string | undefined;
  /** Our own address on this connection. */
  readonly local: string | undefined;
}

/** Whether a peer may speak for others; whoever may open the Unix socket (undefined) may. */
export type IsProxy = (peer: string | undefined) => boolean;

const nowhere = "0.0.0.0";

type Request = Pick<IncomingMessage, "headers"> & {
  readonly socket: Pick<IncomingMessage["socket"], "remoteAddress" | "localAddress">;
};

export function readCameIn(request: Request, isProxy: IsProxy): CameIn {
  const { headers, socket } = request;
  const peer =
    socket.remoteAddress === undefined ? undefined : (plainAddress(socket.remoteAddress) ?? socket.remoteAddress);
  const byProxy = isProxy(peer);
  const direct: CameIn = {
    peer,
    byProxy,
    // A peer that is gone has no address any more; without a socket of ours it must not pass for this computer.
    address: peer ?? (byProxy ? "127.0.0.1" : nowhere),
    scheme: "encrypted" in socket && socket.encrypted === true ? "https" : "http",
    host: headers.host ?? "",
    forwardedHost: undefined,
    local: socket.localAddress === undefined ? undefined : plainAddress(socket.localAddress),
  };
  return direct.byProxy ? believe(direct, headers, isProxy) : direct;
}

/** From the right, hop by hop: each address was added by the one before it, so the first that is no proxy of ours is the client. */
function believe(direct: CameIn, headers: IncomingMessage["headers"], isProxy: IsProxy): CameIn {
  let { address } = direct;
  let hops = 0;
  for (const hop of listOf(headers["x-forwarded-for"]).reverse()) {
    const named = withoutPort(hop);
    if (named === undefined) break;
    address = named;
    if (!isProxy(named)) break;
    hops++;
  }
  const schemes = listOf(headers["x-forwarded-proto"]).reverse();
  const scheme = (schemes[hops] ?? schemes[0])?.toLowerCase();
  return {
    ...direct,
    address,
    scheme: scheme === "https" || scheme === "http" ? scheme : direct.scheme,
    forwardedHost: listOf(headers["x-forwarded-host"]).at(-1),
  };
}

const listOf = (header: string | string[] | undefined): string[] =>
  String(header ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

/** `203.0.113.9`, `203.0.113.9:4711`, `2001:db8::1`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string | undefined {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
  return plainAddress(bare);
}
