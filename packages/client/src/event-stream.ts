import { type ChatEvent, cutChatEvents, decodeChatEvent } from "@khoj/contract";

/** Reads events from a body as it arrives; bytes may be cut anywhere, inside a character or a delimiter too. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ChatEvent> {
  const decoder = new TextDecoder();
  let waiting = "";
  for await (const bytes of body) {
    const { payloads, rest } = cutChatEvents(waiting + decoder.decode(bytes, { stream: true }));
    waiting = rest;
    yield* decode(payloads);
  }
  yield* decode([waiting + decoder.decode()]);
}

/** Event types we do not know, and empty fragments of text, say nothing. */
function decode(payloads: readonly string[]): readonly ChatEvent[] {
  return payloads.flatMap((payload) => {
    const event = payload === "" ? undefined : decodeChatEvent(payload);
    return event === undefined ? [] : [event];
  });
}
