import { type AnswerMarks, type ChatEvent, cutChatEvents, decodeChatEvent, joinMarks } from "@khoj/contract";
import type { Client } from "../../testing/client.ts";

export interface Asked {
  readonly status: number;
  readonly events: readonly ChatEvent[];
  readonly types: readonly string[];
  readonly text: string;
  /** All marks, as a reader has them at the end. */
  readonly marks: AnswerMarks | undefined;
  readonly conversationId: string;
  readonly turnId: string;
}

/** Asks over the stream, as Obsidian does, and reads every event. */
export async function askStreaming(server: Client, body: Readonly<Record<string, unknown>>): Promise<Asked> {
  const answer = await server.send("POST", "/api/chat?client=test", { stream: true, ...body });
  return { status: answer.status, ...readEvents(cutChatEvents(answer.text).payloads) };
}

export function readEvents(payloads: readonly string[]): Omit<Asked, "status"> {
  const events = payloads.map(decodeChatEvent).filter((event) => event !== undefined);
  const metadata = events.find((event) => event.type === "metadata")?.data;
  return {
    events,
    types: events.map((event) => event.type).filter((type, index, all) => type !== "text" || all[index - 1] !== "text"),
    text: events.flatMap((event) => (event.type === "text" ? [event.data] : [])).join(""),
    marks: events.reduce<AnswerMarks | undefined>(
      (before, event) => (event.type === "marks" ? joinMarks(before, event.data) : before),
      undefined,
    ),
    conversationId: metadata?.conversationId ?? "",
    turnId: metadata?.turnId ?? "",
  };
}
