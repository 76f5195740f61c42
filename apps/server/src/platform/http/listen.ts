import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { App } from "./app.ts";
import { endWithAnswer } from "./raw-answer.ts";
import { type CertificateInUse, makeSecureServer } from "./secure-server.ts";

/** Whole notes travel in query strings: Obsidian's "similar notes" sends up to 42,110 characters, nine bytes each in Chinese. */
const maxHeaderSize = 512 * 1024;

export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

/** One bound address. */
export interface Listener {
  readonly address: Address;
  /** Stops taking connections, lets answers finish for `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

export async function listen(app: App, address: Address, certificate?: CertificateInUse): Promise<Listener> {
  const options = { maxHeaderSize };
  const server = certificate ? makeSecureServer(options, certificate, app.answerPlain) : createServer(options);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // Read once, it is remembered when the peer is gone before its request is read.
    void socket.remoteAddress;
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("secureConnection", (socket: Socket) => void socket.remoteAddress);
  server.on("request", app.answer);
  server.on("upgrade", app.upgrade);
  server.on("clientError", answerUnreadableRequest);
  server.keepAliveTimeout = 60_000;
  server.headersTimeout = 65_000;
  server.requestTimeout = 0; // an upload over a slow line may take its time; headers may not
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    address: "path" in address ? address : { host: address.host, port },
    close: (graceMs) => closeServer(server, sockets, graceMs),
  };
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // Sockets that became WebSockets are no connections of the server's any more, and still hold it.
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** What is no HTTP never reaches the application; it still gets an answer, and our headers. */
function answerUnreadableRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text]: [string, string] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", `The request line and headers are longer than ${maxHeaderSize} bytes.`]
      : ["400 Bad Request", "Invalid HTTP request received."];
  endWithAnswer(socket, "encrypted" in socket ? "https" : "http", status, "text/plain; charset=utf-8", text);
}
