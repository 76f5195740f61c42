import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from "@ai-sdk/provider";
import type { ChatAsk, ChatPart } from "../chat-model.ts";
import type { ProviderKind } from "./provider.ts";

type UserContent = Extract<LanguageModelV4Prompt[number], { role: "user" }>["content"];

/** A question in the library's words. `inWords`: the shape of a JSON answer is asked for in the text of the question. */
export function toCall(
  ask: ChatAsk,
  how: { readonly kind: ProviderKind; readonly model: string; readonly sees: boolean; readonly inWords: boolean },
): LanguageModelV4CallOptions {
  const prompt = promptOf(ask, how.sees);
  const asked = ask.json && how.inWords ? [...prompt, shapeInWords(ask.json)] : prompt;
  return {
    prompt: asked,
    maxOutputTokens: ask.answerTokens,
    ...(ask.temperature !== undefined && { temperature: ask.temperature }),
    ...(ask.seed !== undefined && { seed: ask.seed }),
    ...(ask.json && !how.inWords && { responseFormat: { type: "json", schema: { ...ask.json }, name: "answer" } }),
    ...(how.kind === "google" && thinksAloud(how.model) && { providerOptions: showThoughts }),
  };
}

function promptOf({ turns }: ChatAsk, sees: boolean): LanguageModelV4Prompt {
  // What a system turn says stands in front: some protocols know no other place.
  const system = turns.filter(({ by }) => by === "system").map(({ parts }) => textOf(parts));
  const rest = turns.flatMap(({ by, parts }): LanguageModelV4Prompt => {
    if (by === "system") return [];
    if (by === "assistant") return [{ role: "assistant", content: [{ type: "text", text: textOf(parts) }] }];
    return [{ role: "user", content: parts.flatMap((part) => userPart(part, sees)) }];
  });
  return system.length === 0 ? rest : [{ role: "system", content: system.join("\n\n") }, ...rest];
}

function userPart(part: ChatPart, sees: boolean): UserContent {
  if (part.kind === "text") return [{ type: "text", text: part.value }];
  const found = /^data:(image\/[\w.+-]+);base64,(.+)$/s.exec(part.value);
  // A model that sees nothing is asked without the picture rather than not at all.
  if (!sees || found === null) return [];
  const [, mediaType = "", data = ""] = found;
  return [{ type: "file", mediaType, data: { type: "data", data } }];
}

const textOf = (parts: readonly ChatPart[]): string =>
  parts
    .filter(({ kind }) => kind === "text")
    .map(({ value }) => value)
    .join("\n");

const shapeInWords = (shape: Readonly<Record<string, unknown>>): LanguageModelV4Prompt[number] => ({
  role: "user",
  content: [
    { type: "text", text: `Answer with JSON only, without a code fence. Its JSON schema: ${JSON.stringify(shape)}` },
  ],
});

const thinksAloud = (model: string): boolean => /gemini-(2\.5|[3-9])/.test(model);
const showThoughts = { google: { thinkingConfig: { includeThoughts: true } } };
