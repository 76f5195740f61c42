import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { wordVector } from "./word-vector.ts";

/** What a test may turn while the endpoint runs. */
export interface EndpointKnobs {
  /** What `/models` lists. */
  models: readonly string[];
  dimensions: number;
  /** Vectors of whole texts; others are made of their words. */
  table: Readonly<Record<string, readonly number[]>>;
  /** Words that mean another: `{ automobile: "car" }`. */
  means: Readonly<Record<string, string>>;
  /** Milliseconds before each answer. */
  delay: number;
  /** The key asked for; undefined: none. */
  key: string | undefined;
  /** Longer texts (in characters) are refused, as OpenAI does. */
  longest: number;
  /** What is behind this many characters is left out without a word, as Ollama does. */
  cutBehind: number;
  /** More texts at once are refused. */
  mostTexts: number;
  /** Answers so instead, `times` times. */
  fault: { status: number; times: number; retryAfter?: string; body?: string } | undefined;
  /** `garbled`: no JSON; `cut`: the connection ends in the middle; `short`: a vector too few; `not-numbers`: null for numbers; `misplaced`: at a place far behind the last; `endless`: a vector no model has; `silent`: no answer at all. */
  answers: "well" | "garbled" | "cut" | "short" | "not-numbers" | "misplaced" | "endless" | "silent";
}

export interface EmbeddingsEndpoint {
  /** Such as `http://127.0.0.1:40123/v1`. */
  readonly baseUrl: string;
  readonly knobs: EndpointKnobs;
  /** How often each text was embedded, answers that were refused or cut not counted. */
  readonly counts: ReadonlyMap<string, number>;
  /** The requests that came for vectors, answered or not. */
  requests(): number;
  /** Nothing listens any more, and what was under way is cut. */
  goDown(): Promise<void>;
  /** Listens again, at the same address. */
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

/** An OpenAI-compatible endpoint for embeddings at a port of its own, that counts what it is asked. */
export async function startEmbeddingsEndpoint(given: Partial<EndpointKnobs> = {}): Promise<EmbeddingsEndpoint> {
  const knobs: EndpointKnobs = {
    models: ["words-embed"],
    dimensions: 256,
    table: {},
    means: {},
    delay: 0,
    key: undefined,
    longest: Number.POSITIVE_INFINITY,
    cutBehind: Number.POSITIVE_INFINITY,
    mostTexts: 2048,
    fault: undefined,
    answers: "well",
    ...given,
  };
  const counts = new Map<string, number>();
  let requests = 0;
  const server = createServer((request, response) => {
    if (request.url?.endsWith("/embeddings")) requests++;
    void answer(knobs, counts, request, response).catch(() => response.destroy());
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const goDown = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    knobs,
    counts,
    requests: () => requests,
    goDown,
    comeBack: () => listen(port),
    stop: async () => {
      if (server.listening) await goDown();
    },
  };
}

interface Asked {
  readonly model?: unknown;
  readonly input?: unknown;
  readonly encoding_format?: unknown;
}

async function answer(
  knobs: EndpointKnobs,
  counts: Map<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request) pieces.push(piece);
  if (knobs.delay > 0) await wait(knobs.delay);
  const say = (status: number, body: unknown, headers = {}) =>
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(typeof body === "string" ? body : JSON.stringify(body));
  const refuse = (status: number, message: string) =>
    say(status, { error: { message, type: "invalid_request_error" } });
  if (knobs.answers === "silent") return;
  if (knobs.key !== undefined && request.headers.authorization !== `Bearer ${knobs.key}`)
    return void refuse(401, "Incorrect API key provided");
  if (knobs.fault !== undefined && knobs.fault.times > 0) {
    knobs.fault.times--;
    const { status, retryAfter, body } = knobs.fault;
    return void say(status, body ?? { error: { message: "a fault" } }, retryAfter && { "retry-after": retryAfter });
  }
  if (request.method === "GET" && request.url === "/v1/models")
    return void say(200, { object: "list", data: knobs.models.map((id) => ({ id, object: "model" })) });
  if (request.method !== "POST" || request.url !== "/v1/embeddings") return void refuse(404, "no such path");
  const asked: Asked = JSON.parse(Buffer.concat(pieces).toString("utf8"));
  const texts = (Array.isArray(asked.input) ? asked.input : [asked.input]).map(String);
  if (typeof asked.model !== "string" || !knobs.models.includes(asked.model))
    return void refuse(404, `The model ${JSON.stringify(asked.model)} does not exist`);
  if (texts.length > knobs.mostTexts) return void refuse(413, "too many inputs in one request");
  if (texts.some((text) => text.length > knobs.longest))
    return void refuse(400, `This model's maximum context length is ${knobs.longest} tokens`);
  if (knobs.answers === "garbled") return void say(200, "<html>not JSON</html>");
  const body = JSON.stringify(embeddings(knobs, asked, texts));
  if (knobs.answers === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
    response.write(body.slice(0, body.length >> 1), () => response.destroy());
    return;
  }
  if (knobs.answers === "well") for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  say(200, body);
}

function embeddings(knobs: EndpointKnobs, asked: Asked, texts: readonly string[]): unknown {
  const data = texts.map((text, index) => {
    const seen = text.slice(0, knobs.cutBehind);
    const vector = knobs.table[seen] ?? wordVector(seen, knobs.dimensions, knobs.means);
    const asBytes = () => Buffer.from(Float32Array.from(vector).buffer).toString("base64");
    const embedding = asked.encoding_format === "base64" ? asBytes() : [...vector];
    if (knobs.answers === "not-numbers") return { object: "embedding", index, embedding: [null] };
    if (knobs.answers === "misplaced") return { object: "embedding", index: 4_294_967_290, embedding };
    if (knobs.answers === "endless") return { object: "embedding", index, embedding: new Array(200_000).fill(1) };
    return { object: "embedding", index, embedding };
  });
  if (knobs.answers === "short") data.pop();
  const tokens = texts.join(" ").split(/\s+/).length;
  return { object: "list", model: asked.model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}
