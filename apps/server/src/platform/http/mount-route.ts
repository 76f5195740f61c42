import { Readable } from "node:stream";
import { KhojError } from "@khoj/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Actor, Right } from "../actor.ts";
import { defaultBodyLimit, openBodyLimit, parseJsonBody, readBody } from "./body.ts";
import { keysCorsHeaders } from "./cors.ts";
import { holdAnswer } from "./hold-answer.ts";
import type { Identity, Pipeline } from "./pipeline.ts";
import { requireElevated } from "./require-elevated.ts";
import { Reply, type Route, type RouteRequest, redirect } from "./route.ts";
import { storableText } from "./storable-text.ts";
import { validate, withUnknownKeysRefused } from "./validation.ts";

/** Puts one declared route behind the pipeline: who is asking, may they, what do they ask, answer. */
export function mountRoute(app: FastifyInstance, route: Route, pipeline: Pipeline): void {
  if (route.allow === undefined) {
    throw new Error(`${route.method} ${route.path} does not say who may call it: give it an \`allow\``);
  }
  app.route({
    method: route.method,
    url: route.path,
    config: { route },
    handler: async (request, reply) => {
      // `/api/agents/` is no agent without a name: it is `/api/agents` with a slash too many.
      if (Object.values(request.params as Query).includes("")) return reply.callNotFound();
      const { arrival, headers, raw } = request;
      const identity = await pipeline.identify(raw, arrival, { query: request.query as Query, route: route.path });
      reply.headers(keysCorsHeaders(pipeline.trust, headers.origin, identity.actor));
      if (route.toSignIn && identity.actor === undefined) return send(reply, route, signInFirst(request));
      const actor = authorize(route, identity, (refused, needs) =>
        pipeline.noteRefusal?.({ actor: refused, route: `${route.method} ${route.path}`, needs, from: arrival.from }),
      );
      const gone = goneSignal(reply);
      if (actor) holdAnswer(pipeline.live, actor, reply.raw);
      const read = await readRequest(route, request, {
        actor,
        signal: gone,
        from: arrival.from,
        origin: arrival.origin,
      });
      return send(reply, route, await route.handle(read as RouteRequest<never, never, never>));
    },
  });
}

type Query = Readonly<Record<string, string>>;

/** To the sign-in page, and back here from it (wire.md §0.2); what was to be changed is not repeated. */
const signInFirst = ({ arrival, method, url }: FastifyRequest): Reply => {
  const here = `${arrival.origin}${method === "GET" || method === "HEAD" ? url : url.split("?")[0]}`;
  return redirect(303, `/login?next=${encodeURIComponent(here)}`);
};

/**
 * Sign-in comes before validation: a stranger learns nothing about parameters. `note` hears of somebody known who lacks
 * the right.
 */
export function authorize(
  route: Pick<Route, "allow" | "elevated">,
  identity: Identity,
  note?: (actor: Actor, needs: string) => void,
): Actor | undefined {
  const { actor, why } = identity;
  if (route.allow === "open") return actor;
  if (actor === undefined) throw refused("sign-in", why ?? "Sign in, or send a key: Authorization: Bearer kk-…");
  if (!actor.rights.has(route.allow)) {
    const refusal = refusedRight(route.allow, actor);
    note?.(actor, String(refusal.details.needs));
    throw refusal;
  }
  if (route.elevated) requireElevated(actor);
  return actor;
}

function refusedRight(right: Right, { adminNeeds, via }: Actor): KhojError {
  if (right === "admin" && adminNeeds !== undefined) return refused("second-factor", adminNeeds);
  if (right === "account") return refused("session", "Only somebody who signed in may do this, not a key");
  return refused(
    "scope",
    via === "session" ? `Only an administrator may do this` : `This key has no ${right} scope; use one that has it`,
  );
}

/** `needs` tells the page which way leads on. */
const refused = (needs: string, reason: string): KhojError =>
  new KhojError("forbidden", reason, { details: { needs } });

async function readRequest(
  route: Route,
  request: FastifyRequest,
  {
    actor,
    from,
    signal,
    origin,
  }: Pick<RouteRequest<unknown, unknown, unknown>, "from" | "signal" | "origin"> & {
    actor: Actor | undefined;
  },
): Promise<RouteRequest<unknown, unknown, unknown>> {
  const stream = (request.body as Readable | undefined) ?? Readable.from([]);
  const strict = (schema: NonNullable<Route["query"]>) => (route.strict ? withUnknownKeysRefused(schema) : schema);
  const params = route.params ? validate(route.params, storableParams(request.params as Query), "path") : {};
  const query = route.query ? validate(strict(route.query), withoutClient(route, request.query as Query), "query") : {};
  const body =
    route.body === undefined || route.body === "stream"
      ? undefined
      : validate(
          strict(route.body),
          parseJsonBody(await readBody(stream, bodyLimitOf(route)), request.headers["content-type"]),
          "body",
        );
  // A handler of an open route asks `actor` only where nobody signed in is an answer too; the type says so at its place.
  return { actor: actor as Actor, params, query, body, headers: request.headers, from, origin, signal, stream };
}

const bodyLimitOf = ({ allow, bodyLimit }: Route): number =>
  bodyLimit ?? (allow === "open" ? openBodyLimit : defaultBodyLimit);

const storableParams = (params: Query): Query =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, storableText(value)]));

/** `client` names the program that asks and is welcome everywhere (wire.md §0.3). */
function withoutClient(route: Route, query: Query): Query {
  if (!route.strict) return query;
  const { client: _client, ...rest } = query;
  return rest;
}

/** Aborts when the client goes away before the answer is whole. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function send(reply: FastifyReply, route: Route, result: unknown): FastifyReply {
  if (!(result instanceof Reply)) return sendJson(reply.code(route.status ?? 200), result);
  reply.code(result.status).headers(result.headers);
  const body = result.body;
  if (body === undefined || body === "") return reply.send("");
  if (typeof body === "string" || body instanceof Uint8Array) return reply.send(body);
  if (isStream(body)) return reply.send(body instanceof Readable ? body : Readable.from(body, { objectMode: false }));
  return sendJson(reply, body);
}

const isStream = (body: unknown): body is AsyncIterable<string | Uint8Array> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;

export const sendJson = (reply: FastifyReply, value: unknown): FastifyReply =>
  reply.header("content-type", "application/json").send(JSON.stringify(value ?? null));
