import { type ErrorCode, KhojError } from "@khoj/contract";
import type { ErrorShape } from "./route.ts";

const statuses: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  invalid: 422,
  unproven: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  not_configured: 501,
  unavailable: 503,
  internal: 500,
};

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text stays text; anything else is sent as JSON. */
  readonly body: unknown;
  /** Nobody expected it: it belongs in the log with its stack. */
  readonly unexpected: boolean;
}

/** What a client sees of an error: the only place where codes become statuses and errors become bodies. */
export function answerError(error: unknown, shape: ErrorShape = "detail"): ErrorAnswer {
  const known = asKhojError(error);
  if (known === undefined || known.code === "internal") {
    const headers = { "content-type": "text/plain; charset=utf-8" };
    return { status: 500, headers, body: "Internal Server Error", unexpected: true };
  }
  const headers: Record<string, string> =
    known.retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(known.retryAfter)) };
  return { status: statuses[known.code], headers, body: bodyOf(known, shape), unexpected: false };
}

function bodyOf(error: KhojError, shape: ErrorShape): unknown {
  if (error.code === "invalid" && Array.isArray(error.details.issues)) return { detail: error.details.issues };
  // Clients compare this `detail` letter by letter to tell "sign in" from other refusals; people read `reason`.
  const { needs } = error.details;
  const way = typeof needs === "string" ? { needs } : {};
  if (error.code === "forbidden") return { detail: "Forbidden", reason: error.message, ...way };
  if (shape === "error") return { error: error.message };
  if (shape === "status") return { status: "error", message: error.message };
  return { detail: error.message, ...way };
}

/** Errors of Fastify itself carry a status; those of ours are KhojErrors already. */
function asKhojError(error: unknown): KhojError | undefined {
  if (error instanceof KhojError) return error;
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  const status = error.statusCode;
  if (typeof status !== "number" || status >= 500) return undefined;
  if (status === 413) return new KhojError("too_large", error.message, { cause: error });
  return new KhojError("bad_request", error.message, { cause: error });
}
