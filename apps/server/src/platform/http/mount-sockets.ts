import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { forbidden, KhojError } from "@khoj/contract";
import { type WebSocket, WebSocketServer } from "ws";
import type { Actor } from "../actor.ts";
import type { Logger } from "../log.ts";
import { questionLimit } from "./body.ts";
import { readCameIn } from "./client-address.ts";
import { authorize } from "./mount-route.ts";
import { answerError } from "./on-error.ts";
import type { Pipeline } from "./pipeline.ts";
import { parseQueryString } from "./query-string.ts";
import { endWithAnswer } from "./raw-answer.ts";
import type { Socket, SocketRoute } from "./socket.ts";
import { checkSocketOrigin } from "./trust.ts";

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface SocketDeps {
  readonly routes: readonly SocketRoute[];
  readonly pipeline: Pipeline;
  readonly log: Logger;
}

/** WebSocket routes behind the same pipeline as requests. What is refused gets HTTP 403 on the handshake. */
export function answerUpgrade(deps: SocketDeps): { upgrade: UpgradeHandler; close(): void } {
  const server = new WebSocketServer({ noServer: true, maxPayload: questionLimit, clientTracking: true });
  const upgrade: UpgradeHandler = (request, stream, head) => {
    stream.on("error", () => stream.destroy());
    void admit(deps, request).then(
      (admitted) => server.handleUpgrade(request, stream, head, (peer) => serveSocket(deps, admitted, peer)),
      (error: unknown) => refuse(deps, request, stream, error),
    );
  };
  const close = () => {
    for (const peer of server.clients) peer.close(1001, "The server stops");
    setTimeout(() => {
      for (const peer of server.clients) peer.terminate();
    }, 1000).unref();
  };
  return { upgrade, close };
}

interface Admitted {
  readonly route: SocketRoute;
  readonly actor: Actor;
  readonly query: Record<string, string>;
  /** Who holds the credentials of the handshake now; throws when nobody may use the route by them any more. */
  readonly whoNow: () => Promise<Actor>;
}

async function admit({ routes, pipeline }: SocketDeps, request: IncomingMessage): Promise<Admitted> {
  const [path, search] = (request.url ?? "/").split("?", 2);
  const arrival = pipeline.arrive(request, randomUUID());
  checkSocketOrigin(pipeline.trust, request.headers, arrival);
  const route = routes.find((candidate) => candidate.path === path);
  if (!route) throw forbidden("There is no WebSocket at this path");
  const query = parseQueryString(search ?? "");
  const whoNow = async (): Promise<Actor> => {
    const identity = await pipeline.identify(request, arrival, { query, route: route.path });
    const actor = authorize(route, identity, (refused, needs) =>
      pipeline.noteRefusal?.({ actor: refused, route: `WS ${route.path}`, needs, from: arrival.from }),
    );
    if (!actor) throw forbidden("A WebSocket needs somebody who is asking");
    return actor;
  };
  return { route, actor: await whoNow(), query, whoNow };
}

function refuse({ log, pipeline }: SocketDeps, request: IncomingMessage, stream: Duplex, error: unknown): void {
  const { status, headers, body, unexpected } = answerError(error);
  if (unexpected) log.error({ error }, "a handshake failed unexpectedly");
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const reason = status === 403 ? "Forbidden" : "Error";
  const { scheme } = readCameIn(request, pipeline.trust.isProxy);
  endWithAnswer(stream, scheme, `${status} ${reason}`, headers["content-type"] ?? "application/json", text);
}

/** Milliseconds the peer of a socket that was ended has to say goodbye; what it sends meanwhile is not heard. */
const goodbye = 500;

/**
 * A socket outlives many a credential: each frame is taken only from who may still send it, asked anew by the pipeline,
 * one after the other in the order they came.
 */
function serveSocket(deps: SocketDeps, { route, actor, query, whoNow }: Admitted, peer: WebSocket): void {
  const gone = new AbortController();
  let current = actor;
  const socket: Socket = {
    get actor() {
      return current;
    },
    query,
    signal: gone.signal,
    send: (frame) => {
      if (peer.readyState === peer.OPEN) peer.send(frame);
    },
    close: (code, reason) => endSocket(peer, code, reason),
  };
  const handlers = route.connect(socket);
  peer.on("error", () => peer.terminate());
  const hold = () => deps.pipeline.live.hold(current, () => endSocket(peer, 1008, lostRight));
  let release = hold();
  peer.on("close", () => {
    release();
    gone.abort();
    handlers.onClose?.();
  });
  const take = async (frame: string): Promise<void> => {
    if (peer.readyState !== peer.OPEN) return;
    try {
      current = await whoNow();
    } catch (error) {
      if (error instanceof KhojError && error.code === "forbidden") return endSocket(peer, 1008, lostRight);
      throw error;
    }
    if (peer.readyState !== peer.OPEN) return;
    // By who they are now, so that the end of a space they have come to since ends this too.
    release();
    release = hold();
    handlers.onMessage(frame);
  };
  let before = Promise.resolve();
  peer.on("message", (data, isBinary) => {
    if (isBinary) return endSocket(peer, 1003, "Text frames only");
    before = before
      .then(() => take(data.toString()))
      .catch((error: unknown) => {
        deps.log.error({ path: route.path, error }, "a WebSocket message failed unexpectedly");
        endSocket(peer, 1011);
      });
    return undefined;
  });
}

const lostRight = "Signed out, or what may be read changed";

function endSocket(peer: WebSocket, code: number, reason?: string): void {
  if (peer.readyState !== peer.OPEN) return;
  peer.close(code, reason);
  const timer = setTimeout(() => peer.terminate(), goodbye);
  peer.once("close", () => clearTimeout(timer));
}
