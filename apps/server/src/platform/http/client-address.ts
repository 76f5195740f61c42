import type { IncomingMessage } from "node:http";
import type { From } from "../actor.ts";

/** How the connection itself came in. */
export const schemeOf = (request: { socket: object }): "http" | "https" =>
  "encrypted" in request.socket && request.socket.encrypted === true ? "https" : "http";

/** Where a request came from. */
export function readFrom(request: Pick<IncomingMessage, "socket" | "headers">, requestId: string): From {
  return {
    address: request.socket.remoteAddress ?? "127.0.0.1",
    agent: request.headers["user-agent"]?.slice(0, 300),
    requestId,
  };
}
