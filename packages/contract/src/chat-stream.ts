import type { AnswerMarks, ChatReferences, ChatUsage } from "./chat.ts";

/** What follows every event on the wire (U+2403 U+1F51A U+2417). Never part of an event. */
export const eventDelimiter = "␃🔚␗";

/** One event of an answer in the making (wire.md §1.3.3). `text` is the answer itself and travels raw. */
export type ChatEvent =
  | { readonly type: "metadata"; readonly data: { readonly conversationId: string; readonly turnId: string } }
  | { readonly type: "status"; readonly data: string }
  | { readonly type: "thought"; readonly data: string }
  | { readonly type: "references"; readonly data: ChatReferences }
  | { readonly type: "text"; readonly data: string }
  /** Ours, for readers that asked for it: marks of the answer that come to those before (`joinMarks`). */
  | { readonly type: "marks"; readonly data: AnswerMarks }
  | { readonly type: "usage"; readonly data: ChatUsage }
  | { readonly type: "start_llm_response" | "end_llm_response" | "end_response"; readonly data: "" };

/**
 * An event as the payloads that carry it. Readers take a payload that begins with `{` and ends with `}` for an event
 * and cut at the delimiter, so text that looks like either is sent in pieces that do not (W-12).
 */
export function encodeChatEvent(event: ChatEvent): readonly string[] {
  if (event.type === "text") return encodeText(event.data);
  return [JSON.stringify({ type: event.type, data: event.data }).replaceAll("␃", "\\u2403")];
}

/** Reads payloads (the delimiter already cut off) back into events. Unknown event types are given as undefined. */
export function decodeChatEvent(payload: string): ChatEvent | undefined {
  const event = payload.startsWith("{") && payload.endsWith("}") ? readJson(payload) : undefined;
  if (event === undefined) return { type: "text", data: payload };
  return known.has(event.type) ? (event as ChatEvent) : undefined;
}

/** Cuts a stream of any pieces into events; give the rest back with the next piece. */
export function cutChatEvents(buffer: string): { readonly payloads: readonly string[]; readonly rest: string } {
  const parts = buffer.split(eventDelimiter);
  const rest = parts.pop() ?? "";
  return { payloads: parts, rest };
}

const known = new Set<string>([
  "metadata",
  "status",
  "thought",
  "references",
  "marks",
  "usage",
  "start_llm_response",
  "end_llm_response",
  "end_response",
]);

function encodeText(text: string): string[] {
  const safe = text.replaceAll(eventDelimiter, "␃ 🔚 ␗");
  if (!/^\s*\{.*\}\s*$/s.test(safe)) return safe === "" ? [] : [safe];
  const braces = /^[\s{]*/.exec(safe)?.[0] ?? "";
  return [braces, safe.slice(braces.length)].filter((piece) => piece !== "");
}

function readJson(payload: string): { readonly type: string } | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
      ? { ...value, type: value.type }
      : undefined;
  } catch {
    return undefined;
  }
}
