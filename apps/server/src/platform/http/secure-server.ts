import { createServer, type RequestListener, type ServerOptions } from "node:http";
import { createServer as createSecureServer, type Server } from "node:https";
import type { Socket } from "node:net";

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** A certificate that may be renewed while it is used. */
export interface CertificateInUse {
  current(): Certificate;
  onRenewed(use: (certificate: Certificate) => void): void;
}

const minVersion = "TLSv1.2";
/** The first byte of a TLS handshake; no HTTP method begins with it. */
const handshake = 22;
/** Milliseconds a connection may stay silent before it says which of the two it speaks. */
const patience = 30_000;

/** HTTPS; whoever speaks plain HTTP to the same port is answered by `plain`, since browsers try that first. */
export function makeSecureServer(
  options: ServerOptions,
  certificate: CertificateInUse,
  plain: RequestListener,
): Server {
  const secure = createSecureServer({ ...options, minVersion, ...certificate.current() });
  certificate.onRenewed((renewed) => secure.setSecureContext({ minVersion, ...renewed }));
  const open = createServer({ ...options, keepAliveTimeout: 1 }, plain);
  const takers = secure.listeners("connection");
  secure.removeAllListeners("connection");
  secure.on("connection", (socket: Socket) => {
    socket.on("error", () => socket.destroy());
    socket.setTimeout(patience, () => socket.destroy());
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === handshake) {
        socket.setTimeout(0);
        for (const take of takers) take.call(secure, socket);
      } else {
        open.emit("connection", socket);
        socket.resume();
      }
    });
  });
  return secure;
}
