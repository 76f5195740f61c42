import type { Reference } from "./answers.ts";

/** Ends every event of a streamed answer (wire.md §1.3.3). */
const delimiter = "␃🔚␗";

export type ChatEvent =
  | { readonly type: "metadata"; readonly conversationId: string; readonly turnId: string }
  | { readonly type: "status"; readonly text: string }
  | { readonly type: "references"; readonly context: readonly Reference[]; readonly queries: readonly string[] }
  | { readonly type: "text-start" }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "text-end" }
  | { readonly type: "response-end" };

/** Reads events from a body as it arrives; bytes may be cut anywhere, inside a character or a delimiter too. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ChatEvent> {
  const decoder = new TextDecoder();
  let waiting = "";
  for await (const bytes of body) {
    waiting += decoder.decode(bytes, { stream: true });
    const pieces = waiting.split(delimiter);
    waiting = pieces.pop() ?? "";
    for (const piece of pieces) yield* parseEvent(piece);
  }
  waiting += decoder.decode();
  if (waiting !== "") yield* parseEvent(waiting);
}

/** One event, or none for the kinds a reader has no use for. What is not exactly an event is text of the answer. */
function parseEvent(piece: string): readonly ChatEvent[] {
  const event = asEvent(piece);
  if (event === undefined) return piece === "" ? [] : [{ type: "text", text: piece }];
  const data = event.data;
  switch (event.type) {
    case "metadata": {
      const { conversationId, turnId } = fieldsOf(data);
      return [{ type: "metadata", conversationId: String(conversationId ?? ""), turnId: String(turnId ?? "") }];
    }
    case "status":
      return [{ type: "status", text: String(data) }];
    case "references": {
      const { context, inferredQueries } = fieldsOf(data);
      return [
        {
          type: "references",
          context: (Array.isArray(context) ? context : []) as Reference[],
          queries: (Array.isArray(inferredQueries) ? inferredQueries : []) as string[],
        },
      ];
    }
    case "start_llm_response":
      return [{ type: "text-start" }];
    case "end_llm_response":
      return [{ type: "text-end" }];
    case "end_response":
      return [{ type: "response-end" }];
    default:
      return [];
  }
}

const eventTypes = new Set([
  "metadata",
  "status",
  "thought",
  "references",
  "generated_assets",
  "start_llm_response",
  "end_llm_response",
  "usage",
  "end_response",
]);

function asEvent(piece: string): { readonly type: string; readonly data: unknown } | undefined {
  if (!piece.startsWith("{") || !piece.endsWith("}")) return undefined;
  try {
    const { type, data, ...others } = JSON.parse(piece) as Record<string, unknown>;
    const known = typeof type === "string" && eventTypes.has(type) && Object.keys(others).length === 0;
    return known ? { type, data } : undefined;
  } catch {
    return undefined;
  }
}

const fieldsOf = (data: unknown): Record<string, unknown> =>
  typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
