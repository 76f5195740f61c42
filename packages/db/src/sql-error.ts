import { KhojError } from "@khoj/contract";

interface DriverError {
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly table?: unknown;
  readonly message?: unknown;
}

/**
 * What a failed statement becomes. Of the driver's error only the SQLSTATE, the constraint and the table go on: its
 * message, detail and context may quote a note. Connection trouble, a full disk, a deadlock are worth another try and
 * say so by `retryAfter`.
 */
export function sqlError(error: unknown, statement: string): KhojError {
  if (error instanceof KhojError) return error;
  const { code, constraint, table, message } = (error ?? {}) as DriverError;
  const state = typeof code === "string" ? code : "";
  const details = {
    statement,
    ...(state && { sqlstate: state }),
    ...(typeof constraint === "string" && { constraint }),
    ...(typeof table === "string" && { table }),
  };
  const told = retryable(state, typeof message === "string" ? message : "");
  if (told !== undefined) return new KhojError("unavailable", told, { details, retryAfter: 1 });
  const what = state ? `SQLSTATE ${state}` : "no SQLSTATE";
  return new KhojError("internal", `the database refused the statement "${statement}" (${what})`, { details });
}

/** The name of a statement for logs and errors: its leading comment, else its verb and first table. */
export function statementName(text: string): string {
  const comment = /^\s*(?:--\s*(.+)|\/\*\s*(.+?)\s*\*\/)/.exec(text);
  if (comment) return (comment[1] ?? comment[2] ?? "").trim().slice(0, 80);
  const verb = /^\s*(\w+)/.exec(text)?.[1] ?? "statement";
  const table = /\b(?:FROM|INTO|UPDATE|TABLE|JOIN)\s+([\w."]+)/i.exec(text)?.[1];
  return table === undefined ? verb.toUpperCase() : `${verb.toUpperCase()} ${table}`;
}

/** True when `error` says that the named unique or check constraint was violated. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof KhojError && error.details.constraint === constraint;
}

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
const connectionWords = /connection terminated|connection ended|timeout exceeded|not queryable|client has encountered/i;

/** True when nobody answered at all, as while the database restarts. */
export function isConnectionTrouble(error: unknown): boolean {
  const { code, message } = (error ?? {}) as DriverError;
  const state = typeof code === "string" ? code : "";
  return connectionCodes.has(state) || /^(08|57P0[123])/.test(state) || connectionWords.test(String(message ?? ""));
}

function retryable(state: string, message: string): string | undefined {
  if (isConnectionTrouble({ code: state, message })) return "the database does not answer just now; try again shortly";
  if (state === "53100") return "the disk of the database is full; free some room, nothing acknowledged was lost";
  if (state.startsWith("53")) return "the database has no room for more work just now; try again shortly";
  if (state === "40001" || state === "40P01") return "two changes met in the database; try again";
  if (state === "57014") return "the database took too long over this and gave up; try again";
  return undefined;
}
