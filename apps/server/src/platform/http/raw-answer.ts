import type { Duplex } from "node:stream";
import type { Scheme } from "./client-address.ts";
import { headersOver } from "./security-headers.ts";

/** Answers on a bare connection, where no response was made yet: what is no HTTP, and a handshake that is refused. */
export function endWithAnswer(
  connection: Duplex,
  scheme: Scheme,
  status: string,
  contentType: string,
  text: string,
): void {
  const headers = {
    ...headersOver(scheme),
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  connection.end(`HTTP/1.1 ${status}\r\n${lines.join("\r\n")}\r\n\r\n${text}`);
}
