import { KhojError } from "@khoj/contract";
import { readRetryAfter } from "../retry-after.ts";

/** Why an endpoint did not embed, and what may help: the same texts later, fewer of them, shorter ones, or a person. */
export type Remedy = "later" | "fewer" | "shorter" | "person";

export class EndpointFailure extends Error {
  override readonly name = "EndpointFailure";
  readonly remedy: Remedy;
  /** Milliseconds after which it says to come back. */
  readonly retryAfter: number | undefined;

  constructor(remedy: Remedy, message: string, retryAfter?: number) {
    super(message);
    this.remedy = remedy;
    this.retryAfter = retryAfter;
  }
}

/** Reads a refusal. What the endpoint says itself is not repeated where it may hold our texts. */
export function failureOf(status: number, said: string, retryAfter: string | null, host: string): EndpointFailure {
  if (status === 401 || status === 403)
    return new EndpointFailure(
      "person",
      `${host} does not take the key (${status}); give another under Models, or by khoj models endpoint set`,
    );
  if (status === 404)
    return new EndpointFailure(
      "person",
      `${host} has no such model or path (404); check its address, which ends in /v1 mostly, and the name of the model`,
    );
  if (status === 429)
    return new EndpointFailure("later", `${host} says to slow down (429)`, readRetryAfter(retryAfter));
  if (status >= 500 || status === 408)
    return new EndpointFailure("later", `${host} fails (${status})`, readRetryAfter(retryAfter));
  if (/context|too long|token|length|exceed/i.test(said))
    return new EndpointFailure("shorter", `${host} finds a text too long (${status})`);
  if (status === 413 || /batch|too many|inputs/i.test(said))
    return new EndpointFailure("fewer", `${host} finds the texts too many (${status})`);
  return new EndpointFailure("person", `${host} refuses the request (${status})`);
}

/** For who asked: in the product's words. */
export const toKhojError = (error: EndpointFailure): KhojError => {
  const code = error.remedy === "shorter" ? "too_large" : error.remedy === "person" ? "not_configured" : "unavailable";
  const retryAfter = error.retryAfter === undefined ? {} : { retryAfter: Math.ceil(error.retryAfter / 1000) };
  return new KhojError(code, error.message, { cause: error, ...retryAfter });
};
