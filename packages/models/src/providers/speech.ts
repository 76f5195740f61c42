import { z } from "zod";
import { readWithin } from "./bound-answers.ts";
import { addressFor, keyHeaders, type Provider } from "./provider.ts";
import { garbled, readAnswer, readFailure } from "./read-failure.ts";

const longestText = 1024 * 1024;

export interface Recording {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** Providers read the format from its ending. */
  readonly fileName: string;
}

/** What was said in a recording, in the language it was said in. Rejects with a `ChatFailure`. */
export async function transcribe(
  provider: Provider,
  {
    model,
    recording,
    signal,
  }: { readonly model: string; readonly recording: Recording; readonly signal?: AbortSignal },
): Promise<string> {
  const form = new FormData();
  form.set("model", model);
  form.set("response_format", "json");
  form.set("file", new Blob([new Uint8Array(recording.bytes)], { type: recording.type }), recording.fileName);
  const encoded = new Response(form);
  const answer = await ask(provider, "/audio/transcriptions", {
    type: encoded.headers.get("content-type") ?? "multipart/form-data",
    body: await encoded.arrayBuffer(),
    signal,
  });
  try {
    return z
      .object({ text: z.string() })
      .parse(JSON.parse(await readWithin(answer, longestText, provider.name)))
      .text.trim();
  } catch (cause) {
    signal?.throwIfAborted();
    throw garbled(provider.name, cause);
  }
}

/** A text read aloud, as MP3, piece by piece. Rejects with a `ChatFailure`. */
export async function speak(
  provider: Provider,
  {
    model,
    voice,
    text,
    signal,
  }: { readonly model: string; readonly voice: string; readonly text: string; readonly signal?: AbortSignal },
): Promise<AsyncIterable<Uint8Array>> {
  const body = JSON.stringify({ model, voice, input: text, response_format: "mp3" });
  const answer = await ask(provider, "/audio/speech", { type: "application/json", body, signal });
  if (answer.body === null) throw garbled(provider.name);
  return answer.body;
}

async function ask(
  provider: Provider,
  path: string,
  {
    type,
    body,
    signal,
  }: { readonly type: string; readonly body: string | ArrayBuffer; readonly signal: AbortSignal | undefined },
): Promise<Response> {
  try {
    const answer = await provider.fetch(addressFor(provider, path), {
      method: "POST",
      headers: { ...keyHeaders(provider), "content-type": type },
      body,
      ...(signal && { signal }),
    });
    if (answer.ok) return answer;
    const { status, headers } = answer;
    throw readAnswer(
      { status, headers: Object.fromEntries(headers), body: await readWithin(answer, longestText, provider.name) },
      provider.name,
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw readFailure(error, provider.name);
  }
}
