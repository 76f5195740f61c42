import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { writePiece } from "./write-piece.ts";

/** Answers that never end, or not before they fill somebody's memory: by the faults that are named so. */
export const endless: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
  async "long-line"(response) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    await writePiece(response, "data: ");
    const piece = "x".repeat(64 * 1024);
    while (!response.destroyed) await writePiece(response, piece);
  },
  async "gzip-bomb"(response) {
    response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
    const packed = gzipSync(Buffer.alloc(32 * 1024 * 1024, "data: "), { level: 1 });
    for (let member = 0; member < 64 && !response.destroyed; member++) await writePiece(response, packed);
    response.end();
  },
  async headers({ socket }) {
    if (!socket) return;
    socket.on("error", () => socket.destroy());
    socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n");
    const sendMore = (count: number): void => {
      if (socket.destroyed) return;
      socket.write(`x-header-${count}: ${"y".repeat(1000)}\r\n`, () => setImmediate(sendMore, count + 1));
    };
    sendMore(0);
  },
};
