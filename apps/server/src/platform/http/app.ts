import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { LiveConnections } from "../live-connections.ts";
import type { Logger } from "../log.ts";
import { readCameIn } from "./client-address.ts";
import { answerPreflight, corsHeaders, readPreflight } from "./cors.ts";
import { leadToHttps } from "./lead-to-https.ts";
import { mountRoute, sendJson } from "./mount-route.ts";
import { answerUpgrade, type UpgradeHandler } from "./mount-sockets.ts";
import { answerError } from "./on-error.ts";
import { type Arrival, type Identify, makePipeline, type NoteRefusal } from "./pipeline.ts";
import { parseQueryString } from "./query-string.ts";
import type { Route } from "./route.ts";
import { headersOver } from "./security-headers.ts";
import type { SocketRoute } from "./socket.ts";
import { checkOrigin, isForAdministrators, type TrustRules } from "./trust.ts";
import { answerNothing, answerUnknownPath } from "./unknown-path.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    route?: Route;
  }
  interface FastifyRequest {
    /** Set before anything else is done with a request. */
    arrival: Arrival;
  }
}

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly identify: Identify;
  readonly trust: TrustRules;
  readonly live: LiveConnections;
  readonly noteRefusal?: NoteRefusal;
  readonly log: Logger;
}

/** Everything that answers, not yet bound to an address. */
export interface App {
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade: UpgradeHandler;
  /** What speaks plain HTTP to a port that serves HTTPS. */
  readonly answerPlain: (request: IncomingMessage, response: ServerResponse) => void;
  /** Ends open WebSockets and refuses new work. */
  close(): Promise<void>;
}

/** Builds the server's one application: a tolerant front for bent clients, and the strict pipeline behind it. */
export async function createApp(options: AppOptions): Promise<App> {
  const { log, trust } = options;
  const pipeline = makePipeline({ ...options, noteRefusal: options.noteRefusal });
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: Number.MAX_SAFE_INTEGER,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const { status, body } = answerError(error);
      const { scheme } = readCameIn(request.raw, trust.isProxy);
      void sendJson(reply.code(status).headers(headersOver(scheme)), body);
    },
    routerOptions: { querystringParser: parseQueryString, maxParamLength: 8192 },
  });

  app.decorateRequest("arrival");

  // Bodies arrive as the stream they are: the route says whether it wants JSON or reads by itself.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));

  app.addHook("onRequest", async (request, reply) => {
    const came = readCameIn(request.raw, trust.isProxy);
    const readable = corsHeaders(trust, request.headers.origin);
    reply.headers({ ...headersOver(came.scheme), "x-request-id": request.id, ...readable });
    request.arrival = pipeline.arrive(request.raw, request.id, came);
    const preflight = readPreflight(request.method, request.headers);
    if (preflight) {
      const { status, headers, body } = answerPreflight(trust, preflight);
      return reply.code(status).headers(headers).send(body);
    }
    if (isForAdministrators(request.routeOptions.url ?? pathOf(request.url)) && !trust.isNear(request.arrival.address))
      return answerNothing(request, reply);
    checkOrigin(trust, request.method, request.headers, request.arrival);
    return undefined;
  });
  app.addHook("onResponse", async (request, reply) => {
    log.debug({
      id: request.id,
      method: request.method,
      path: request.routeOptions.url ?? noRoute,
      status: reply.raw.writableFinished ? reply.statusCode : clientGone,
      ms: Math.round(reply.elapsedTime),
    });
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, headers, body, unexpected } = answerError(error, request.routeOptions.config.route?.errors);
    if (unexpected && !request.raw.socket.destroyed)
      log.error({ id: request.id, path: request.routeOptions.url, error }, "a request failed unexpectedly");
    reply.code(status).headers(headers);
    return typeof body === "string" ? reply.send(body) : sendJson(reply, body);
  });
  app.setNotFoundHandler(answerUnknownPath(options.routes));

  for (const route of options.routes) mountRoute(app, route, pipeline);
  await app.ready();

  const sockets = answerUpgrade({ routes: options.sockets, pipeline, log });
  return {
    answer: (request, response) => app.routing(request, response),
    upgrade: sockets.upgrade,
    answerPlain: (request, response) => leadToHttps(trust, request, response),
    close: async () => {
      sockets.close();
      await app.close();
    },
  };
}

const pathOf = (url: string): string => url.split("?", 1)[0] ?? "/";

/** Upstream's status for an answer nobody waited for; only the log has it. */
const clientGone = 499;

/** Of a path we do not know only that: it may hold anything, the address of a shared chat with a slash too many included. */
const noRoute = "(no route)";
