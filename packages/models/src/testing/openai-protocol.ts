import type { Asked } from "./answerers.ts";
import { event, header, list, number, type Protocol, record, words } from "./protocol.ts";

const chunk = ({ model }: Asked, delta: unknown, finish: string | null = null): string =>
  event({
    id: "chatcmpl-double",
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });

const refusals = {
  "rate-limit": [429, "Rate limit reached for requests", "requests", "rate_limit_exceeded"],
  overloaded: [503, "The server is overloaded or not ready yet", "service_unavailable", null],
  broken: [500, "The server had an error while processing your request", "server_error", null],
  key: [401, "Incorrect API key provided: sk-abc***xyz", "invalid_request_error", "invalid_api_key"],
  "no-such-model": [
    404,
    "The model does not exist or you do not have access to it",
    "invalid_request_error",
    "model_not_found",
  ],
  "too-long": [
    400,
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    "invalid_request_error",
    "context_length_exceeded",
  ],
} as const;

/** OpenAI's chat completions, as every compatible server speaks them. */
export const openaiProtocol: Protocol = {
  name: "openai",
  read(request, url, body) {
    if (!url.pathname.endsWith("/chat/completions")) return undefined;
    const turns = list(body.messages).map(({ role, content }) => {
      const parts = list(content);
      const text = parts.map((part) => words(part.text)).join("");
      const pictures = parts.filter(({ type }) => type === "image_url").length;
      return { by: words(role), text: typeof content === "string" ? content : text, pictures };
    });
    return {
      protocol: "openai",
      model: words(body.model),
      key: header(request, "authorization")?.replace(/^Bearer /, "") ?? header(request, "api-key"),
      turns,
      json: /^json/.test(words(record(body.response_format).type)),
      answerTokens: number(body.max_tokens) ?? number(body.max_completion_tokens),
      body,
    };
  },
  begin: (asked) => chunk(asked, { role: "assistant", content: "" }),
  thought: (asked, text) => chunk(asked, { reasoning_content: text }),
  text: (asked, text) => chunk(asked, { content: text }),
  end(asked, end, tokens) {
    const reason = { complete: "stop", length: "length", refusal: "content_filter" }[end];
    const usage = { prompt_tokens: 10, completion_tokens: tokens, total_tokens: 10 + tokens };
    const counted = record(asked.body.stream_options).include_usage === true;
    const total = counted
      ? event({
          id: "chatcmpl-double",
          object: "chat.completion.chunk",
          created: 1,
          model: asked.model,
          choices: [],
          usage,
        })
      : "";
    return `${chunk(asked, {}, reason)}${total}data: [DONE]\n\n`;
  },
  failure: () => event({ error: { message: "The server had an error", type: "server_error", code: null } }),
  refusal(_asked, kind) {
    const [status, message, type, code] = refusals[kind];
    return { status, body: { error: { message, type, param: null, code } } };
  },
  models: (names) => ({
    object: "list",
    data: names.map((id) => ({ id, object: "model", created: 1_790_000_000, owned_by: "double" })),
  }),
};
