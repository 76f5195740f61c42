import type { ModelProvider, NewProvider } from "@khoj/contract";

export interface ProviderPreset {
  readonly name: string;
  readonly kind: NewProvider["kind"];
  /** Undefined: the address everybody has, which the server knows. */
  readonly baseUrl?: string;
  readonly key: "needed" | "unusual" | "perhaps";
  readonly hint: string;
}

/** What people have, by the name they know it by. */
export const providerPresets = [
  { name: "OpenAI", kind: "openai", key: "needed", hint: "A key from platform.openai.com." },
  { name: "Anthropic", kind: "anthropic", key: "needed", hint: "A key from console.anthropic.com." },
  { name: "Google", kind: "google", key: "needed", hint: "A Gemini key from aistudio.google.com." },
  {
    name: "Ollama",
    kind: "openai",
    baseUrl: "http://localhost:11434/v1",
    key: "unusual",
    hint: "Ollama on this machine. Models you pulled there are offered here.",
  },
  {
    name: "LM Studio",
    kind: "openai",
    baseUrl: "http://localhost:1234/v1",
    key: "unusual",
    hint: "Start its local server first.",
  },
  { name: "vLLM", kind: "openai", baseUrl: "http://localhost:8000/v1", key: "perhaps", hint: "Its OpenAI server." },
  {
    name: "llama.cpp",
    kind: "openai",
    baseUrl: "http://localhost:8080/v1",
    key: "unusual",
    hint: "llama-server on this machine.",
  },
  {
    name: "OpenRouter",
    kind: "openai",
    baseUrl: "https://openrouter.ai/api/v1",
    key: "needed",
    hint: "A key from openrouter.ai.",
  },
  {
    name: "Another",
    kind: "openai",
    baseUrl: "",
    key: "perhaps",
    hint: "Any server that speaks OpenAI's protocol, Azure's included; the address usually ends in /v1.",
  },
] as const satisfies readonly ProviderPreset[];

export const kindNames: Readonly<Record<ModelProvider["kind"], string>> = {
  openai: "speaks OpenAI's protocol",
  anthropic: "Anthropic",
  google: "Google",
  local: "on this machine, no other program",
};
