import { event, header, list, number, type Protocol, record, words } from "./protocol.ts";

const refusals = {
  "rate-limit": [429, "RESOURCE_EXHAUSTED", "You exceeded your current quota"],
  overloaded: [503, "UNAVAILABLE", "The model is overloaded. Please try again later."],
  broken: [500, "INTERNAL", "An internal error has occurred"],
  key: [400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."],
  "no-such-model": [404, "NOT_FOUND", "models/x is not found for API version v1beta"],
  "too-long": [
    400,
    "INVALID_ARGUMENT",
    "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
  ],
} as const;

const candidate = (parts: unknown[], rest: Record<string, unknown> = {}, usage?: unknown): string =>
  event({
    candidates: [{ content: { parts, role: "model" }, index: 0, ...rest }],
    ...(usage !== undefined && { usageMetadata: usage }),
    modelVersion: "double",
    responseId: "double",
  });

const textOf = (parts: unknown): string =>
  list(parts)
    .map((part) => words(part.text))
    .join("");

/** Google's streamGenerateContent. */
export const googleProtocol: Protocol = {
  name: "google",
  read(request, url, body) {
    const model = /\/models\/(.+):streamGenerateContent$/.exec(decodeURIComponent(url.pathname))?.[1];
    if (model === undefined) return undefined;
    const system = { by: "system", text: textOf(record(body.systemInstruction).parts), pictures: 0 };
    const turns = list(body.contents).map(({ role, parts }) => ({
      by: role === "model" ? "assistant" : words(role),
      text: textOf(parts),
      pictures: list(parts).filter((part) => "inlineData" in part).length,
    }));
    const settings = record(body.generationConfig);
    return {
      protocol: "google",
      model,
      key: header(request, "x-goog-api-key"),
      turns: system.text === "" ? turns : [system, ...turns],
      json: settings.responseMimeType === "application/json",
      answerTokens: number(settings.maxOutputTokens),
      body,
    };
  },
  begin: () => "",
  thought: (_asked, text) => candidate([{ text, thought: true }]),
  text: (_asked, text) => candidate([{ text }]),
  end(_asked, end, tokens) {
    const reason = { complete: "STOP", length: "MAX_TOKENS", refusal: "SAFETY" }[end];
    const usage = { promptTokenCount: 10, candidatesTokenCount: tokens, totalTokenCount: 10 + tokens };
    return candidate([{ text: "" }], { finishReason: reason }, usage);
  },
  failure: () => event({ error: { code: 500, message: "An internal error has occurred", status: "INTERNAL" } }),
  refusal(_asked, kind) {
    const [code, status, message] = refusals[kind];
    return { status: code, body: { error: { code, message, status } } };
  },
  models: (names) => ({
    models: names.map((name) => ({
      name: `models/${name}`,
      displayName: name,
      supportedGenerationMethods: ["generateContent", "countTokens"],
    })),
  }),
};
