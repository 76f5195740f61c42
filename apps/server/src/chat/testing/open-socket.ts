import { once } from "node:events";
import { eventDelimiter } from "@khoj/contract";
import { WebSocket } from "ws";
import type { Asked } from "./ask.ts";
import { readEvents } from "./ask.ts";

export interface TestSocket {
  /** Every frame so far. */
  readonly frames: readonly string[];
  send(message: unknown): void;
  /** Resolves when `done` holds for the frames so far. */
  until(done: (frames: readonly string[]) => boolean): Promise<void>;
  /** The events of the frames since `from`, delimiters and control frames left out. */
  events(from?: number): Omit<Asked, "status">;
  /** The code the server closed with. */
  readonly closed: Promise<number>;
  close(): void;
}

/** A socket as the web page opens it, with `headers` beside: a cookie, a key. */
export async function openSocket(url: string, headers: Readonly<Record<string, string>> = {}): Promise<TestSocket> {
  const peer = new WebSocket(`${url.replace("http", "ws")}/api/chat/ws?client=web`, {
    headers: { origin: "http://localhost:3000", ...headers },
  });
  const frames: string[] = [];
  const waiting = new Set<() => void>();
  peer.on("message", (data) => {
    frames.push(data.toString());
    for (const look of waiting) look();
  });
  const closed = once(peer, "close").then(([code]) => code as number);
  await once(peer, "open");
  return {
    frames,
    closed,
    send: (message) => peer.send(typeof message === "string" ? message : JSON.stringify(message)),
    until: (done) =>
      new Promise((resolve) => {
        const look = () => {
          if (!done(frames)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    events: (from = 0) =>
      readEvents(frames.slice(from).filter((frame) => frame !== eventDelimiter && !isControl(frame))),
    close: () => peer.close(),
  };
}

const isControl = (frame: string): boolean => /^\{"(error|type":"interrupt)/.test(frame);

export const hasEnded =
  (times = 1) =>
  (frames: readonly string[]): boolean =>
    frames.filter((frame) => frame.includes('"end_response"')).length >= times;
