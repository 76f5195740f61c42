import { ask, type Connection, send } from "./connection.ts";

/** Voice in and out; only where the server has a model for it (`ModelChoices`). */
export interface SpeechClient {
  /** The words of a recording. */
  transcribe(recording: Blob, signal?: AbortSignal): Promise<string>;
  /** The text read aloud, as sound. */
  speak(text: string, signal?: AbortSignal): Promise<Blob>;
}

export function speechClient(connection: Connection): SpeechClient {
  return {
    async transcribe(recording, signal) {
      const body = new FormData();
      body.append("file", recording, "recording");
      return (await ask<{ text: string }>(connection, "/api/transcribe", { method: "POST", body, signal })).text;
    },
    speak: async (text, signal) =>
      (await send(connection, "/api/chat/speech", { method: "POST", query: { text }, signal })).blob(),
  };
}
