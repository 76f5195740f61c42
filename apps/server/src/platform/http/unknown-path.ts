import type { FastifyReply, FastifyRequest } from "fastify";
import { plainPage } from "./built-page.ts";
import { sendJson } from "./mount-route.ts";
import type { Route } from "./route.ts";

/** Answers a request no route takes: the path without its last slash, another method, or not found. */
export function answerUnknownPath(routes: readonly Route[]) {
  const known = routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  const methodsOf = (path: string) => known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);

  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const [path = "/", ...rest] = request.url.split("?");
    if (path.length > 1 && path.endsWith("/") && methodsOf(path.slice(0, -1)).length > 0) {
      const query = rest.length > 0 ? `?${rest.join("?")}` : "";
      return reply
        .code(307)
        .header("location", `${request.arrival.origin}${path.slice(0, -1)}${query}`)
        .send("");
    }
    const methods = methodsOf(path);
    if (methods.length === 0) return answerNothing(request, reply);
    const allow = [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))].sort();
    return sendJson(reply.code(405).header("allow", allow.join(", ")), { detail: "Method Not Allowed" });
  };
}

/** In words for a person at an address, in JSON for a program. The same for what is not there and what is not there for them. */
export const answerNothing = ({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply =>
  headers["sec-fetch-mode"] === "navigate"
    ? reply.code(404).header("content-type", "text/html; charset=utf-8").send(nothingHere)
    : sendJson(reply.code(404), { detail: "Not Found" });

export const nothingHere = plainPage(
  "There is nothing at this address",
  'It may have been mistyped, or is not there for you. <a href="/">Go to Khoj</a>.',
);

/** `/api/agents/:slug` → a pattern of the paths it takes. */
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split("/")
      .map((part) =>
        part === "*" ? ".*" : part.startsWith(":") ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
      )
      .join("/")}$`,
  );
