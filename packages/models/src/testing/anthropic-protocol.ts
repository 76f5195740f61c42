import type { Asked } from "./answerers.ts";
import { event, header, list, number, type Protocol, record, words } from "./protocol.ts";

const refusals = {
  "rate-limit": [429, "rate_limit_error", "This request would exceed your organization's rate limit"],
  overloaded: [529, "overloaded_error", "Overloaded"],
  broken: [500, "api_error", "Internal server error"],
  key: [401, "authentication_error", "invalid x-api-key"],
  "no-such-model": [404, "not_found_error", "model: no such model"],
  "too-long": [400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"],
} as const;

const delta = (index: number, content: unknown): string =>
  event({ type: "content_block_delta", index, delta: content }, "content_block_delta");
const block = (index: number, content: unknown): string =>
  event({ type: "content_block_start", index, content_block: content }, "content_block_start");

/** Thoughts are the block before the text's. */
const textIndex = ({ model }: Asked): number => (/,thinks/.test(model) ? 1 : 0);

const textOf = (content: unknown): string =>
  typeof content === "string"
    ? content
    : list(content)
        .map((part) => words(part.text))
        .join("");

/** Anthropic's messages. */
export const anthropicProtocol: Protocol = {
  name: "anthropic",
  read(request, url, body) {
    if (!url.pathname.endsWith("/messages")) return undefined;
    const system = { by: "system", text: textOf(body.system), pictures: 0 };
    const turns = list(body.messages).map(({ role, content }) => ({
      by: words(role),
      text: textOf(content),
      pictures: list(content).filter(({ type }) => type === "image").length,
    }));
    return {
      protocol: "anthropic",
      model: words(body.model),
      key: header(request, "x-api-key"),
      turns: system.text === "" ? turns : [system, ...turns],
      json: record(body.output_config).format !== undefined || list(body.tools).length > 0,
      answerTokens: number(body.max_tokens),
      body,
    };
  },
  begin(asked) {
    const message = {
      id: "msg_double",
      type: "message",
      role: "assistant",
      model: asked.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 1 },
    };
    const start = event({ type: "message_start", message }, "message_start") + event({ type: "ping" }, "ping");
    return textIndex(asked) === 0
      ? start + block(0, { type: "text", text: "" })
      : start + block(0, { type: "thinking", thinking: "", signature: "" });
  },
  thought: (_asked, text) =>
    delta(0, { type: "thinking_delta", thinking: text }) +
    event({ type: "content_block_stop", index: 0 }, "content_block_stop") +
    block(1, { type: "text", text: "" }),
  text: (asked, text) => delta(textIndex(asked), { type: "text_delta", text }),
  end(asked, end, tokens) {
    const reason = { complete: "end_turn", length: "max_tokens", refusal: "refusal" }[end];
    return (
      event({ type: "content_block_stop", index: textIndex(asked) }, "content_block_stop") +
      event(
        {
          type: "message_delta",
          delta: { stop_reason: reason, stop_sequence: null },
          usage: { output_tokens: tokens },
        },
        "message_delta",
      ) +
      event({ type: "message_stop" }, "message_stop")
    );
  },
  failure: () => event({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, "error"),
  refusal(_asked, kind) {
    const [status, type, message] = refusals[kind];
    return { status, body: { type: "error", error: { type, message } } };
  },
  models: (names) => ({
    data: names.map((id) => ({ type: "model", id, display_name: id, created_at: "2026-01-01T00:00:00Z" })),
    has_more: false,
    first_id: names[0] ?? null,
    last_id: names.at(-1) ?? null,
  }),
};
