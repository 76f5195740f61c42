import type { ChatModelRow } from "../chat/chat-model-store.ts";
import type { ProviderRow } from "./provider-store.ts";

/** The model most people want of each provider: the first of these that it lists. */
const preferred: Readonly<Record<string, readonly string[]>> = {
  openai: ["gpt-5-mini", "gpt-4.1-mini", "gpt-4o-mini"],
  anthropic: ["claude-sonnet-4-5", "claude-haiku-4-5"],
  google: ["gemini-2.5-flash", "gemini-2.5-pro"],
};
const notForChat = /embed|minilm|bge-|e5-|rerank|whisper|tts|transcribe|dall-e|moderation|image|audio|realtime/i;
const most = 20;

/** Which models a provider of the environment begins with: the wanted one first. */
export function usualModels(
  { kind, base_url }: Pick<ProviderRow, "kind" | "base_url">,
  { offers, wanted }: { readonly offers: readonly string[]; readonly wanted: string | undefined },
): string[] {
  const own = wanted !== undefined && isOf(kind, wanted, offers) ? [wanted] : [];
  const isOpenAi = kind === "openai" && base_url !== null && new URL(base_url).hostname === "api.openai.com";
  if (kind === "openai" && !isOpenAi)
    return [...new Set([...own, ...offers.filter((model) => !notForChat.test(model)).slice(0, most)])];
  const known = preferred[kind] ?? [];
  // Dated names (`claude-sonnet-4-5-20250929`) stand for the same model.
  const listed = known.flatMap((name) => offers.find((offer) => offer === name || offer.startsWith(`${name}-2`)) ?? []);
  return [...new Set([...own, listed[0] ?? known[0] ?? ""])].filter((model) => model !== "");
}

/** The environment names a model and not whose it is. */
function isOf(kind: ProviderRow["kind"], wanted: string, offers: readonly string[]): boolean {
  if (offers.includes(wanted)) return true;
  if (/^claude/.test(wanted)) return kind === "anthropic";
  return /^gemini/.test(wanted) ? kind === "google" : kind === "openai";
}

const sighted = /gpt-4o|gpt-4\.1|gpt-[5-9]|^o[134]|claude|gemini|llava|vision|-vl|gemma-?3|pixtral|minicpm-v/i;

/** What is known of a model by its name. Ollama cuts what is longer than its own window without a word: a small one is safe. */
export function factsOf(
  { kind, base_url }: Pick<ProviderRow, "kind" | "base_url">,
  model: string,
): Pick<
  ChatModelRow,
  "sees" | "context_tokens" | "answer_tokens" | "price_in" | "price_out" | "strengths" | "description"
> {
  const isOllama = base_url !== null && new URL(base_url).port === "11434";
  const context = isOllama ? 4096 : ({ anthropic: 200_000, google: 1_000_000 }[kind as string] ?? openAiWindow(model));
  const answer_tokens = isOllama ? 1024 : 4096;
  const unknown = { price_in: null, price_out: null, strengths: null, description: null };
  return { sees: sighted.test(model), context_tokens: context, answer_tokens, ...unknown };
}

const openAiWindow = (model: string): number => (/^(gpt-[4-9]|o\d)/.test(model) ? 128_000 : 8192);
