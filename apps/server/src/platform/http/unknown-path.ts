import type { FastifyReply, FastifyRequest } from "fastify";
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
    if (methods.length === 0) return sendJson(reply.code(404), { detail: "Not Found" });
    const allow = [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))].sort();
    return sendJson(reply.code(405).header("allow", allow.join(", ")), { detail: "Method Not Allowed" });
  };
}

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
