import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { addressOf, isAzure, keyHeaders, type Provider } from "./provider.ts";

/** The library's model of a provider, which knows its protocol. */
export function languageModel(provider: Provider, model: string): LanguageModelV4 {
  const { url: baseURL, query } = addressOf(provider);
  // What is called is a `fetch` given by address, method, headers, body and signal; nothing else of it is used.
  const fetch = provider.fetch as unknown as typeof globalThis.fetch;
  const headers = keyHeaders(provider);
  switch (provider.kind) {
    case "anthropic":
      return createAnthropic({ baseURL, fetch, apiKey: provider.key ?? "" })(model);
    case "google":
      return createGoogle({ baseURL, fetch, apiKey: provider.key ?? "" })(model);
    case "openai":
      return createOpenAICompatible({
        name: "openai",
        baseURL,
        fetch,
        headers,
        queryParams: query,
        includeUsage: true,
        supportsStructuredOutputs: true,
        transformRequestBody: (body) => (isOpenAi(provider) ? asOpenAiWants(body) : body),
      }).chatModel(model);
  }
}

/** OpenAI itself, there or at Azure: newer than what the compatible servers follow. */
const isOpenAi = ({ baseUrl }: Provider): boolean =>
  baseUrl === undefined || new URL(baseUrl).hostname === "api.openai.com" || isAzure(baseUrl);

/** Its models know the limit by another name, and those that think take no temperature. */
function asOpenAiWants(body: Record<string, unknown>): Record<string, unknown> {
  const { max_tokens: most, temperature, ...rest } = body;
  const thinks = /^(o\d|gpt-[5-9])/.test(String(body.model));
  return {
    ...rest,
    ...(most !== undefined && { max_completion_tokens: most }),
    ...(temperature !== undefined && !thinks && { temperature }),
  };
}
