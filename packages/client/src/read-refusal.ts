import { type ErrorCode, KhojError } from "@khoj/contract";

const codes: Readonly<Record<number, ErrorCode>> = {
  400: "bad_request",
  401: "unproven",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  422: "invalid",
  429: "too_many",
  501: "not_configured",
  503: "unavailable",
};

const sentences: Readonly<Record<ErrorCode, string>> = {
  bad_request: "The server did not understand the request.",
  invalid: "The server did not accept a value of the request.",
  unproven: "That was not right. Try again, or sign in another way.",
  forbidden: "You may not do this here. Sign in, or ask the administrator.",
  not_found: "The server does not have what was asked for.",
  conflict: "This clashes with something that exists already.",
  too_large: "This is larger than the server takes.",
  too_many: "Too many requests. Wait a little, then try again.",
  not_configured: "This is not set up on the server.",
  unavailable: "The server cannot do this at the moment. Try again.",
  internal: "The server failed while doing this. Its log says why.",
};

/** Turns a refusal of any shape the contract knows (wire.md §0.2) into the one error type. */
export function readRefusal(status: number, body: string, retryAfter: string | null = null): KhojError {
  const code = codes[status] ?? "internal";
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const needs = needsOf(body);
  // Of a failure nobody expected, servers and proxies say a few English words that help nobody.
  const said = code === "internal" ? undefined : sentenceOf(body);
  return new KhojError(code, said ?? sentences[code], {
    details: { status, ...(needs === undefined ? {} : { needs }) },
    ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {}),
  });
}

/** What a 403 says would lead on: `sign-in`, `elevation`, … */
function needsOf(body: string): string | undefined {
  try {
    const { needs } = JSON.parse(body) as { needs?: unknown };
    return typeof needs === "string" ? needs : undefined;
  } catch {
    return undefined;
  }
}

function sentenceOf(body: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return isSentence(body) ? body.trim() : undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const fields = parsed as Record<string, unknown>;
  if (Array.isArray(fields.detail)) return listProblems(fields.detail);
  const candidates = [fields.reason, fields.message, fields.error, fields.detail];
  return candidates.find((candidate): candidate is string => typeof candidate === "string" && isSentence(candidate));
}

/** One clause per refused value, each naming it: `path: Required`. */
function listProblems(problems: readonly unknown[]): string | undefined {
  const clauses = problems.flatMap((problem) => {
    if (typeof problem !== "object" || problem === null) return [];
    const { loc, msg } = problem as { loc?: unknown; msg?: unknown };
    if (typeof msg !== "string") return [];
    const name = Array.isArray(loc) ? loc.slice(1).join(".") : "";
    return [name === "" ? msg : `${name}: ${msg}`];
  });
  return clauses.length === 0 ? undefined : [...new Set(clauses)].join("; ");
}

/** Bare words such as `Forbidden`, `Not Found` or an HTML page help nobody. */
const isSentence = (text: string): boolean => text.trim().split(/\s+/).length > 2 && !text.trimStart().startsWith("<");
