import { APICallError } from "@ai-sdk/provider";
import { KhojError } from "@khoj/contract";
import { ChatFailure, type ChatFailureKind } from "../chat-model.ts";
import { readRetryAfter } from "../retry-after.ts";

/**
 * What an error of a provider means. The message is ours: providers put keys, names of accounts and the question itself
 * into theirs, so that only a word of their kind (`rate_limit_error`) and the status are taken over.
 */
export function readFailure(error: unknown, name: string): ChatFailure {
  const failed = findCause(error, (cause) => cause instanceof ChatFailure);
  if (failed instanceof ChatFailure) return failed;
  const refused = findCause(error, (cause) => cause instanceof KhojError);
  if (refused instanceof KhojError) return readEgress(refused, name);
  if (findCause(error, isReading) !== undefined) return garbled(name);
  const answered = findCause(error, (cause) => APICallError.isInstance(cause));
  if (APICallError.isInstance(answered)) {
    if (answered.statusCode === undefined) return failureOf("unreachable", name, {});
    const { statusCode, responseHeaders = {}, responseBody = "" } = answered;
    // A 200 that could not be read as the protocol.
    if (statusCode < 400) return garbled(name);
    return readAnswer({ status: statusCode, headers: responseHeaders, body: responseBody }, name);
  }
  const inside = insideStream(error);
  if (inside !== undefined) return failureOf(kindOfWords(inside) ?? "failed", name, { said: inside });
  return garbled(name);
}

/** What a status, its headers and its body mean. */
export function readAnswer(
  { status, headers, body }: { status: number; headers: Readonly<Record<string, string>>; body: string },
  name: string,
): ChatFailure {
  const kind = kindOfStatus(status, body);
  const soon = Number(headers["retry-after-ms"]);
  const retryAfter = soon > 0 ? soon : readRetryAfter(headers["retry-after"]);
  return failureOf(kind, name, { status, said: body, ...(retryAfter !== undefined && { retryAfter }) });
}

/** `cause` is given only where it holds nothing of a question. */
export const garbled = (name: string, cause?: unknown): ChatFailure =>
  new ChatFailure(
    "garbled",
    `${name} sent what could not be understood, or broke off; its address may be another service's`,
    { cause },
  );

const sentences: Readonly<Record<ChatFailureKind, string>> = {
  unreachable: "cannot be reached",
  slow: "did not answer in time",
  "rate-limit": "takes no more questions for now (rate limit)",
  overloaded: "is overloaded",
  key: "refused the key; give another under Models, in Settings or in the admin panel",
  "no-such-model": "does not have this model; an administrator can choose one that it lists",
  "too-long": "was given more text than it reads at once",
  refused: "refused to answer this",
  garbled: "sent what could not be understood",
  failed: "failed",
};

function failureOf(
  kind: ChatFailureKind,
  name: string,
  { status, said = "", retryAfter }: { status?: number; said?: string; retryAfter?: number },
): ChatFailure {
  const type = /"(?:type|code|status)"\s*:\s*"([A-Za-z_]{3,40})"/.exec(said)?.[1];
  const facts = [status, type].filter((fact) => fact !== undefined).join(", ");
  const again = retryAfter === undefined ? "" : `; it says to come back in ${Math.ceil(retryAfter / 1000)} s`;
  const message = `${name} ${sentences[kind]}${facts === "" ? "" : ` (${facts})`}${again}`;
  return new ChatFailure(kind, message, retryAfter === undefined ? {} : { retryAfter });
}

function readEgress(error: KhojError, name: string): ChatFailure {
  const { slow, endless } = error.details;
  const kind = slow === true ? "slow" : endless === true ? "garbled" : "unreachable";
  return new ChatFailure(kind, `${name} ${sentences[kind]}: ${error.message}`);
}

const tooLong =
  /context.{0,20}(length|window|size)|too (long|many tokens)|token count.{0,30}exceeds|maximum.{0,20}tokens/i;

function kindOfStatus(status: number, body: string): ChatFailureKind {
  if (status === 401 || status === 403) return "key";
  if (status === 404) return "no-such-model";
  if (status === 408 || status === 504) return "slow";
  if (status === 429) return "rate-limit";
  if (status === 503 || status === 529) return "overloaded";
  if (status === 413 || (status === 400 && tooLong.test(body))) return "too-long";
  if (status === 400 && /API_KEY_INVALID|api key not valid/i.test(body)) return "key";
  if (/content.?(filter|policy)/i.test(body)) return "refused";
  return "failed";
}

/** A failure told inside a stream has no status, only words. */
function kindOfWords(said: string): ChatFailureKind | undefined {
  if (/overloaded|unavailable/i.test(said)) return "overloaded";
  if (/rate.?limit|exhausted|quota/i.test(said)) return "rate-limit";
  if (tooLong.test(said)) return "too-long";
  return undefined;
}

/** The protocol was not followed. */
const isReading = (cause: unknown): boolean =>
  cause instanceof Error && /JSONParse|TypeValidation|InvalidResponseData|EmptyResponse/.test(cause.name);

/** What a stream said of its failure; undefined where it ended without a word, or the library did not understand it. */
function insideStream(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if (!(error instanceof Error)) return JSON.stringify(error);
  return "data" in error ? JSON.stringify(error.data) : undefined;
}

function findCause(error: unknown, fits: (cause: unknown) => boolean): unknown {
  for (let cause = error, deep = 0; cause !== undefined && deep < 8; deep++) {
    if (fits(cause)) return cause;
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return undefined;
}
