import { KhojError } from "@khoj/contract";
import { ChatFailure } from "@khoj/models";

/** A model's failure as an answer of the server: for those who asked for the model itself. */
export function explainChatFailure(error: unknown): never {
  if (!(error instanceof ChatFailure)) throw error;
  const retryAfter = error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter / 1000 };
  throw new KhojError("unavailable", error.message, { cause: error, ...retryAfter });
}
