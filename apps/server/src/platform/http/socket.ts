import type { Actor } from "../actor.ts";
import type { Allow } from "./route.ts";

/** One open WebSocket of an actor. Frames are text. */
export interface Socket {
  /** Who sends, as of the last frame. */
  readonly actor: Actor;
  readonly query: Readonly<Record<string, string>>;
  send(frame: string): void;
  close(code: number, reason?: string): void;
  /** Aborts when the peer is gone. */
  readonly signal: AbortSignal;
}

/** A WebSocket route. The handshake passes the same pipeline as a request, and Origin must be ours (wire.md §1.3.5). */
export interface SocketRoute {
  readonly path: string;
  readonly allow: Allow;
  /** Called once per connection; returns what to do with each text frame that arrives. */
  connect(socket: Socket): { onMessage(frame: string): void; onClose?(): void };
}
