import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Actor, From, Right } from "../actor.ts";

/** Who may call a route. `open` routes are the few that nobody needs to sign in for; every-route.test.ts lists them. */
export type Allow = Right | "open";

/** How a refusal looks on this route: upstream has no uniform envelope (wire.md §0.2) and clients test for these keys. */
export type ErrorShape = "detail" | "error" | "status";

export interface RouteRequest<Params, Query, Body> {
  /** Present unless the route is `open` and nobody signed in. In anonymous mode always the one person. */
  readonly actor: Actor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: IncomingHttpHeaders;
  readonly from: From;
  /** The address the person typed, such as `http://localhost:42110`: scheme and host as seen, already checked. */
  readonly origin: string;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** The undecoded body, for uploads only (`body: "stream"`). */
  readonly stream: Readable;
}

/** Anything but plain JSON with status 200. */
export class Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[]>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string | string[]>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}
export const text = (body: string, status = 200, type = "text/plain; charset=utf-8"): Reply =>
  new Reply(status, body, { "content-type": type });
export const redirect = (status: 301 | 302 | 303 | 307, location: string): Reply => new Reply(status, "", { location });
/** Streams `body` as it comes; the connection is cut when it throws after the first byte. */
export const stream = (
  body: AsyncIterable<string | Uint8Array>,
  type = "text/plain; charset=utf-8",
  headers = {},
): Reply => new Reply(200, body, { "content-type": type, ...headers });

export interface RouteOptions<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly allow: Allow;
  /** A dangerous act: a factor must have been given within the last minutes (`POST /auth/elevate`). */
  readonly elevated?: boolean;
  /** Nobody signed in: led to the sign-in page, as the contract has it for a few routes, instead of refused. */
  readonly toSignIn?: boolean;
  readonly params?: Params;
  readonly query?: Query;
  /** A schema for JSON; `"stream"` for a route that reads the raw body (multipart) itself. */
  readonly body?: Body | "stream";
  /** What a 200 answers, for `/openapi.json` and the typed client. */
  readonly answer?: z.ZodType;
  readonly status?: number;
  /** The longest JSON body taken, in bytes; unless told, less where anybody may call. */
  readonly bodyLimit?: number;
  readonly errors?: ErrorShape;
  /** Routes of ours refuse unknown query and body keys with 422; contract routes ignore them. */
  readonly strict?: boolean;
  readonly summary?: string;
  /** The built page is what it answers, when the handler answers nothing. */
  readonly page?: boolean;
}

export interface Route extends RouteOptions<z.ZodType, z.ZodType, z.ZodType> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Fastify syntax: `/api/agents/:slug`. */
  readonly path: string;
  readonly handle: (request: RouteRequest<never, never, never>) => unknown;
}

type Handler<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = (
  request: RouteRequest<z.output<P>, z.output<Q>, z.output<B>>,
) => unknown;

const declare =
  (method: Route["method"]) =>
  <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
    path: string,
    options: RouteOptions<P, Q, B>,
    handle: Handler<P, Q, B>,
  ): Route => ({ method, path, ...options, handle: handle as Route["handle"] });

/** Declares a route: who may call it and what it takes stand beside it, the handler gets only parsed values. */
export const get = declare("GET");
export const post = declare("POST");
export const put = declare("PUT");
export const patch = declare("PATCH");
export const del = declare("DELETE");
