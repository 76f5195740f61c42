import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { forbidden } from "@khoj/contract";
import { type WebSocket, WebSocketServer } from "ws";
import type { Actor } from "../actor.ts";
import type { Logger } from "../log.ts";
import { defaultBodyLimit } from "./body.ts";
import { readFrom, schemeOf } from "./client-address.ts";
import { authorize } from "./mount-route.ts";
import { answerError } from "./on-error.ts";
import type { Pipeline } from "./pipeline.ts";
import { parseQueryString } from "./query-string.ts";
import { endWithAnswer } from "./raw-answer.ts";
import type { Socket, SocketRoute } from "./socket.ts";
import { checkHost, checkSocketOrigin } from "./trust.ts";

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface SocketDeps {
  readonly routes: readonly SocketRoute[];
  readonly pipeline: Pipeline;
  readonly log: Logger;
}

/** WebSocket routes behind the same pipeline as requests. What is refused gets HTTP 403 on the handshake. */
export function answerUpgrade(deps: SocketDeps): { upgrade: UpgradeHandler; close(): void } {
  const server = new WebSocketServer({ noServer: true, maxPayload: defaultBodyLimit, clientTracking: true });
  const upgrade: UpgradeHandler = (request, stream, head) => {
    stream.on("error", () => stream.destroy());
    void admit(deps, request).then(
      ({ route, actor, query }) =>
        server.handleUpgrade(request, stream, head, (peer) => serveSocket(deps, route, actor, query, peer)),
      (error: unknown) => refuse(deps, stream, error),
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

async function admit({ routes, pipeline }: SocketDeps, request: IncomingMessage) {
  const [path, search] = (request.url ?? "/").split("?", 2);
  checkHost(pipeline.trust, request.headers, schemeOf(request));
  checkSocketOrigin(pipeline.trust, request.headers);
  const route = routes.find((candidate) => candidate.path === path);
  if (!route) throw forbidden("There is no WebSocket at this path");
  const query = parseQueryString(search ?? "");
  const from = readFrom(request, randomUUID());
  const shown = { headers: request.headers, query, route: route.path, scheme: schemeOf(request), from };
  const actor = authorize(route, await pipeline.identify(shown));
  if (!actor) throw forbidden("A WebSocket needs somebody who is asking");
  return { route, actor, query };
}

function refuse({ log }: SocketDeps, stream: Duplex, error: unknown): void {
  const { status, headers, body, unexpected } = answerError(error);
  if (unexpected) log.error({ error }, "a handshake failed unexpectedly");
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const reason = status === 403 ? "Forbidden" : "Error";
  endWithAnswer(stream, `${status} ${reason}`, headers["content-type"] ?? "application/json", text);
}

function serveSocket(
  deps: SocketDeps,
  route: SocketRoute,
  actor: Actor,
  query: Record<string, string>,
  peer: WebSocket,
) {
  const gone = new AbortController();
  const socket: Socket = {
    actor,
    query,
    signal: gone.signal,
    send: (frame) => {
      if (peer.readyState === peer.OPEN) peer.send(frame);
    },
    close: (code, reason) => peer.close(code, reason),
  };
  const handlers = route.connect(socket);
  peer.on("error", () => peer.terminate());
  const release = deps.pipeline.live.hold(actor, () => peer.close(1008, "Signed out, or what may be read changed"));
  peer.on("close", () => {
    release();
    gone.abort();
    handlers.onClose?.();
  });
  peer.on("message", (data, isBinary) => {
    if (isBinary) return peer.close(1003, "Text frames only");
    try {
      handlers.onMessage(data.toString());
    } catch (error) {
      deps.log.error({ path: route.path, error }, "a WebSocket message failed unexpectedly");
      peer.close(1011);
    }
    return undefined;
  });
}
