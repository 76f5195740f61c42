import type { ChatEvent } from "@khoj/contract";

const enoughCharacters = 512;
const longestWait = 100;

/**
 * Joins fragments of text, or of thought, that follow each other closely, so that a socket carries few frames: sent after 100 ms, at 512
 * characters, or before any other event. Never sends an empty one (W-27).
 */
export function coalesceText(send: (event: ChatEvent) => void): {
  readonly send: (event: ChatEvent) => void;
  readonly flush: () => void;
} {
  let waiting = "";
  let type: "text" | "thought" = "text";
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting;
    waiting = "";
    if (text !== "") send({ type, data: text });
  };
  return {
    flush,
    send(event) {
      if (event.type === "text" || event.type === "thought") {
        if (event.type !== type) flush();
        type = event.type;
        waiting += event.data;
        if (waiting.length >= enoughCharacters) flush();
        else timer ??= setTimeout(flush, longestWait);
        return;
      }
      flush();
      send(event);
    },
  };
}
