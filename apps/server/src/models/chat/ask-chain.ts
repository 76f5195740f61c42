import { type ChatAsk, ChatFailure, type ChatFailureKind, type ChatPiece } from "@khoj/models";
import type { ChainPiece, NamedChatModel } from "../chat-models.ts";

const given: Readonly<Record<ChatFailureKind, string>> = {
  unreachable: "it cannot be reached",
  slow: "nothing came in time",
  "rate-limit": "rate limit",
  overloaded: "it is overloaded",
  key: "its key was refused",
  "no-such-model": "its provider does not have it",
  "too-long": "the question with its notes is longer than it reads",
  refused: "it refused",
  garbled: "what came could not be understood",
  failed: "it failed",
};

/** Streams the first answer that is one; each model that is given up is said in a step. */
export async function* askChain(chain: readonly NamedChatModel[], ask: ChatAsk): AsyncGenerator<ChainPiece> {
  const failures: ChatFailure[] = [];
  for (const [index, link] of chain.entries()) {
    const next = chain[index + 1];
    let hasCome = false;
    try {
      for await (const piece of link.model.ask(ask)) {
        if (next && isNoAnswer(piece)) throw new ChatFailure("refused", `${link.name} ${endedHow(piece)}`);
        hasCome ||= piece.kind !== "end";
        yield piece;
      }
      return;
    } catch (error) {
      ask.signal?.throwIfAborted();
      if (!(error instanceof ChatFailure)) throw error;
      failures.push(error);
      if (!next) throw tellAll(failures);
      const why = error.message.endsWith(circles) ? "it went round in circles" : given[error.kind];
      yield {
        kind: "step",
        text: `${link.name} did not answer (${why}); asking ${next.name}${next.place === undefined ? "" : ` at ${next.place}`}`,
        asking: next,
        withdraws: hasCome,
      };
    }
  }
}

const circles = "went round in circles";
const isNoAnswer = (piece: ChatPiece): boolean =>
  piece.kind === "end" && (piece.end === "refused" || piece.end === "looping");
const endedHow = (piece: ChatPiece): string =>
  piece.kind === "end" && piece.end === "looping" ? circles : "refused to answer this";

/** The last failure, with what the ones before it were. */
function tellAll(failures: readonly ChatFailure[]): ChatFailure {
  const last = failures.at(-1);
  if (last === undefined || failures.length === 1)
    return last ?? new ChatFailure("failed", "No chat model is configured");
  const waits = failures.flatMap(({ retryAfter }) => retryAfter ?? []);
  const soonest = waits.length > 0 ? { retryAfter: Math.min(...waits) } : {};
  return new ChatFailure(last.kind, failures.map(({ message }) => message).join(". "), soonest);
}
