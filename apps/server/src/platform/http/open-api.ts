import { z } from "zod";
import { get, type Route } from "./route.ts";
import type { SocketRoute } from "./socket.ts";

/** `/openapi.json`: every route as it is declared, the one source the validation runs on. */
export function openApiRoute(routes: readonly Route[], sockets: readonly SocketRoute[], version: string): Route {
  let description: object | undefined;
  return get("/openapi.json", { allow: "admin", summary: "This description" }, () => {
    description ??= describeRoutes(routes, sockets, version);
    return description;
  });
}

function describeRoutes(routes: readonly Route[], sockets: readonly SocketRoute[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = describeRoute(route);
  }
  const key = {
    type: "http",
    scheme: "bearer",
    description: "A key of one's own, kk-…; none is needed in anonymous mode",
  };
  return {
    openapi: "3.1.0",
    info: { title: "Khoj", version },
    paths,
    "x-websockets": sockets.map(({ path, allow }) => ({ path, "x-allow": allow })),
    components: { securitySchemes: { key } },
  };
}

function describeRoute(route: Route): object {
  const { summary, allow, status = 200 } = route;
  const content = route.answer && { content: { "application/json": { schema: jsonSchema(route.answer, "output") } } };
  const body = requestBody(route);
  return {
    ...(summary && { summary }),
    "x-allow": allow,
    ...(route.elevated && { "x-elevated": true }),
    ...(allow !== "open" && { security: [{ key: [] }] }),
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...(body && { requestBody: body }),
    responses: { [status]: { description: "Done", ...content }, ...refusals(route) },
  };
}

function refusals({ allow, params, query, body }: Route): object {
  return {
    ...(allow !== "open" && { 403: { description: `Nobody is signed in, or the key may not ${allow}` } }),
    ...((params || query || body) && { 422: { description: "The request does not fit; `detail` lists each fault" } }),
  };
}

function requestBody({ body }: Route): object | undefined {
  if (body === undefined) return undefined;
  if (body !== "stream") return { content: { "application/json": { schema: jsonSchema(body, "input") } } };
  const files = { type: "array", items: { type: "string", format: "binary" } };
  return { content: { "multipart/form-data": { schema: { type: "object", properties: { files } } } } };
}

function parameters(schema: z.ZodType | undefined, place: "path" | "query"): object[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const described = jsonSchema(schema, "input") as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(described.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (described.required ?? []).includes(name),
    schema: property,
  }));
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io, unrepresentable: "any", cycles: "ref" });
  return described;
}
