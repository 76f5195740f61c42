import type { ChatMessage } from "@khoj/contract";
import type { Message } from "./message-store.ts";

/** `YYYY-MM-DD HH:MM:SS`, UTC: how every time of the chat routes is written. */
export const wireTime = (time: Date): string => time.toISOString().slice(0, 19).replace("T", " ");

const interrupted = "*This answer was interrupted before it was finished. Ask again to get it.*";

/**
 * Messages as clients know them. A question left without an answer by a crash is given one that says so; one that is
 * being answered just now (`isRunning`) is shown alone.
 */
export function showMessages(
  messages: readonly Message[],
  isRunning: (turnId: string) => boolean,
): readonly ChatMessage[] {
  const answered = new Set(messages.filter(({ by }) => by === "khoj").map(({ turnId }) => turnId));
  return messages.flatMap((message) => {
    const shown = showMessage(message);
    if (message.by === "khoj" || answered.has(message.turnId) || isRunning(message.turnId)) return [shown];
    const details = { question: message.text };
    return [shown, showMessage({ ...message, by: "khoj", text: interrupted, state: "interrupted", details })];
  });
}

function showMessage({ by, text, createdAt, turnId, details }: Message): ChatMessage {
  const queries = details.queries && details.queries.length > 0 ? [...details.queries] : null;
  const memory = queries === null ? null : "notes";
  return {
    by,
    message: text,
    created: wireTime(createdAt),
    turnId,
    context: [...(details.context ?? [])],
    onlineContext: {},
    codeContext: {},
    researchContext: null,
    operatorContext: null,
    trainOfThought: [
      ...(details.steps ?? []).map((data) => ({ type: "status" as const, data })),
      ...(details.thoughts ? [{ type: "thought" as const, data: details.thoughts }] : []),
    ],
    images: [...(details.images ?? [])],
    queryFiles: details.files && details.files.length > 0 ? [...details.files] : null,
    excalidrawDiagram: null,
    mermaidjsDiagram: null,
    intent:
      by === "you"
        ? null
        : {
            type: "remember",
            query: details.question ?? "",
            memory_type: memory,
            "memory-type": memory,
            inferred_queries: queries,
            "inferred-queries": queries,
          },
    automationId: null,
    ...(details.marks !== undefined && { marks: details.marks }),
  };
}

/** The last `n` messages for n > 0, all but the last |n| below, all for 0 and for none (observed.md E40). */
export const takeLast = <Item>(items: readonly Item[], n: number | undefined): readonly Item[] =>
  n === undefined || n === 0 ? items : n > 0 ? items.slice(-n) : items.slice(0, n);
