import type { Client } from "./client.ts";

export interface ListedRoute {
  readonly method: string;
  /** With `{name}` where a parameter stands. */
  readonly path: string;
  readonly allow: string;
  /** A dangerous act, which asks for a factor. */
  readonly elevated: boolean;
  readonly query: readonly string[];
  readonly takesJson: boolean;
}

/** Every route a server says it answers: the description is complete, since it is made from the declarations. */
export async function listRoutes(server: Client): Promise<readonly ListedRoute[]> {
  const { paths } = (await server.get("/openapi.json")).json() as { paths: Record<string, Record<string, Described>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({
      method: method.toUpperCase(),
      path,
      allow: route["x-allow"],
      elevated: route["x-elevated"] === true,
      query: route.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name),
      takesJson: route.requestBody?.content["application/json"] !== undefined,
    })),
  );
}

/** Every WebSocket it says it opens. */
export async function listSockets(server: Client): Promise<readonly { path: string; allow: string }[]> {
  const sockets = (await server.get("/openapi.json")).json()["x-websockets"] as { path: string; "x-allow": string }[];
  return sockets.map((socket) => ({ path: socket.path, allow: socket["x-allow"] }));
}

interface Described {
  readonly "x-allow": string;
  readonly "x-elevated"?: boolean;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, unknown> };
}

/** The path with `value` for every parameter. */
export const fillPath = (path: string, value: string): string => path.replace(/\{\w+\}/g, encodeURIComponent(value));
