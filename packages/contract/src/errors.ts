/** Every way the product can refuse or fail. Rooms throw these; only `platform/http/on-error.ts` turns them into statuses. */
export const errorCodes = [
  "bad_request",
  "invalid",
  "unproven",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "too_many",
  "not_configured",
  "unavailable",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface KhojErrorOptions {
  /** Facts for the person: which item, what was expected. Never note text, never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** Seconds after which trying again makes sense; absent when it does not. */
  readonly retryAfter?: number;
}

/** The one error type. `message` is a sentence a person can act on: what was wrong, which item, what to do. */
export class KhojError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options: KhojErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "KhojError";
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfter = options.retryAfter;
  }
}

export const notFound = (what: string, id: string): KhojError =>
  new KhojError("not_found", `${what} ${id} not found`, { details: { what, id } });

export const badRequest = (message: string, options?: KhojErrorOptions): KhojError =>
  new KhojError("bad_request", message, options);

export const forbidden = (reason: string): KhojError => new KhojError("forbidden", reason);

export const conflict = (message: string, options?: KhojErrorOptions): KhojError =>
  new KhojError("conflict", message, options);

/** `retryAfter` in seconds; without it, trying again is of no use. */
export const tooMany = (message: string, retryAfter?: number): KhojError =>
  new KhojError("too_many", message, retryAfter === undefined ? {} : { retryAfter });
