import { KhojError } from "@khoj/contract";
import { readRefusal } from "./read-refusal.ts";

/** Where the server is and who asks. Everything this package does takes one. */
export interface Connection {
  /** `""` in the page itself (same origin), else such as `http://localhost:42110`. */
  readonly baseUrl: string;
  /** Sent as `client=`: decides the origin of uploads. */
  readonly client: string;
  readonly apiKey?: string | undefined;
  /** IANA zone in which the person means days. */
  readonly timeZone?: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** Asked about every refusal. True: what it needed was given, so the request is made once more. */
  readonly onRefusal?: ((refusal: KhojError) => Promise<boolean>) | undefined;
}

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly json?: unknown;
  readonly body?: FormData;
  readonly signal?: AbortSignal | undefined;
  /** Some contract routes answer "done" by a redirect to a page; it is taken as that, never followed. */
  readonly redirectIsDone?: boolean;
}

/** The JSON answer of a route; every refusal and failure is a KhojError with a sentence for the person. */
export async function ask<Answer>(connection: Connection, path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(connection, path, options);
  const text = await readText(response, options.signal);
  try {
    return JSON.parse(text) as Answer;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Like `ask`, for answers that are not JSON. Resolves only with 2xx. */
export async function send(connection: Connection, path: string, options: RequestOptions = {}): Promise<Response> {
  const headers = new Headers(authorization(connection));
  if (options.json !== undefined) headers.set("content-type", "application/json");
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  const response = await reach(connection, options.signal, () =>
    connection.fetch(address(connection, path, options.query), {
      method: options.method ?? "GET",
      headers,
      ...(body === undefined ? {} : { body }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      // What was deleted goes, also when the page is closed the moment after.
      ...(options.method === "DELETE" && (body?.toString().length ?? 0) < keepAliveLimit ? { keepalive: true } : {}),
      ...(options.redirectIsDone === true ? { redirect: "manual" } : {}),
    }),
  );
  if (response.ok || (options.redirectIsDone === true && isRedirect(response))) return response;
  const refusal = readRefusal(
    response.status,
    await response.text().catch(() => ""),
    response.headers.get("retry-after"),
  );
  if (await connection.onRefusal?.(refusal)) return send({ ...connection, onRefusal: undefined }, path, options);
  throw refusal;
}

/** Browsers refuse larger bodies on requests that may outlive their page. */
const keepAliveLimit = 30_000;

/** Browsers hide a redirect that is not followed behind status 0. */
const isRedirect = ({ status, type }: Response): boolean =>
  type === "opaqueredirect" || (status >= 300 && status < 400);

export function authorization(connection: Connection): Record<string, string> {
  return connection.apiKey === undefined ? {} : { authorization: `Bearer ${connection.apiKey}` };
}

export function address(connection: Connection, path: string, query: RequestOptions["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const rest = parameters.toString();
  return `${connection.baseUrl}${path}${rest === "" ? "" : `?${rest}`}`;
}

/** Runs a network step: what the caller aborted stays an abort, what the network refused becomes a sentence. */
export async function reach<Result>(
  connection: Connection,
  signal: AbortSignal | undefined,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof KhojError) throw cause;
    throw unreachable(connection, cause);
  }
}

const unreadable = (path: string, cause: unknown): KhojError =>
  new KhojError("internal", `The server's answer to ${path} could not be read. Reload, or update the server.`, {
    cause,
  });

function unreachable(connection: Connection, cause?: unknown): KhojError {
  const where = connection.baseUrl === "" ? "The Khoj server" : `The Khoj server at ${connection.baseUrl}`;
  return new KhojError("unavailable", `${where} does not answer. Check that it is running, then try again.`, { cause });
}

function readText(response: Response, signal: AbortSignal | undefined): Promise<string> {
  return response.text().catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new KhojError(
      "unavailable",
      "The connection to the server broke before its answer was complete. Try again.",
      {
        cause,
      },
    );
  });
}
