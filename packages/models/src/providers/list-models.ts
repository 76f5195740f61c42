import { z } from "zod";
import { ChatFailure } from "../chat-model.ts";
import { readWithin } from "./bound-answers.ts";
import { addressFor, keyHeaders, type Provider } from "./provider.ts";
import { garbled, readAnswer, readFailure } from "./read-failure.ts";

/** Bytes of a list, and milliseconds for it. */
const longestList = 16 * 1024 * 1024;
const patience = 60_000;

const OpenAiList = z.object({ data: z.array(z.object({ id: z.string() })) });
const GoogleList = z.object({
  models: z.array(z.object({ name: z.string(), supportedGenerationMethods: z.array(z.string()).nullish() })),
});

/** The models a provider says it has, as it names them; sorted. Rejects with a `ChatFailure`. */
export async function listProviderModels(provider: Provider, signal?: AbortSignal): Promise<string[]> {
  const path =
    provider.kind === "google"
      ? "/models?pageSize=1000"
      : provider.kind === "anthropic"
        ? "/models?limit=1000"
        : "/models";
  const text = await askText(provider, path, signal);
  try {
    if (provider.kind !== "google")
      return OpenAiList.parse(JSON.parse(text))
        .data.map(({ id }) => id)
        .sort();
    return GoogleList.parse(JSON.parse(text))
      .models.filter(
        ({ supportedGenerationMethods }) => supportedGenerationMethods?.includes("generateContent") ?? true,
      )
      .map(({ name }) => name.replace(/^models\//, ""))
      .sort();
  } catch (cause) {
    throw garbled(provider.name, cause);
  }
}

async function askText(provider: Provider, path: string, signal: AbortSignal | undefined): Promise<string> {
  const enough = AbortSignal.timeout(patience);
  try {
    const answer = await provider.fetch(addressFor(provider, path), {
      headers: keyHeaders(provider),
      signal: signal ? AbortSignal.any([signal, enough]) : enough,
    });
    const text = await readWithin(answer, longestList, provider.name);
    if (answer.ok) return text;
    throw readAnswer({ status: answer.status, headers: Object.fromEntries(answer.headers), body: text }, provider.name);
  } catch (error) {
    signal?.throwIfAborted();
    if (enough.aborted) throw tooLate(provider.name, error);
    throw readFailure(error, provider.name);
  }
}

const tooLate = (name: string, cause: unknown): ChatFailure =>
  new ChatFailure("slow", `${name} did not list its models in time`, { cause });
