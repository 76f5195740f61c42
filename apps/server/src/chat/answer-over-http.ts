import { type ChatAnswer, type ChatRequest, encodeChatEvent, eventDelimiter } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { checkRequest } from "./check-request.ts";
import { openEventChannel } from "./event-channel.ts";
import { runTurn, sayOnly, sayWhatFailed } from "./run-turn.ts";

/** The answer as a stream of events (wire.md §1.3.3). When the reader leaves, the turn is finished and kept all the same. */
export function streamAnswer(deps: ChatDeps, actor: Actor, request: ChatRequest): AsyncIterable<string> {
  const checked = checkRequest(deps, actor, request);
  const channel = openEventChannel<string>();
  const controls = {
    emit: (event: Parameters<typeof encodeChatEvent>[0]) => {
      for (const payload of encodeChatEvent(event)) channel.send(payload + eventDelimiter);
    },
    ...uninterrupted,
  };
  void runTurn(deps, actor, checked, controls)
    .catch((error: unknown) => {
      sayOnly(controls, sayWhatFailed(deps, error, "The question could not be kept, so it was not answered."));
    })
    .finally(() => channel.end());
  return channel;
}

/** The answer in one piece (wire.md §1.3.4). */
export async function answerWhole(deps: ChatDeps, actor: Actor, request: ChatRequest): Promise<ChatAnswer> {
  const checked = checkRequest(deps, actor, request);
  const { text, context, queries, usage } = await runTurn(deps, actor, checked, { emit: () => {}, ...uninterrupted });
  const references =
    queries === undefined
      ? {}
      : { inferredQueries: [...queries], context: [...context], onlineContext: {}, codeContext: {} };
  return {
    response: text,
    references,
    usage: usage ?? {},
    images: [],
    files: [],
    mermaidjsDiagram: [],
    context: [...context],
    onlineContext: {},
  };
}

/** Over HTTP there is no way to say anything more once the question is sent. */
const uninterrupted = { signal: new AbortController().signal, takeInstructions: () => [] } as const;
