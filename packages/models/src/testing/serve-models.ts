import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type Answerer, type Asked, usualAnswerers } from "./answerers.ts";
import { anthropicProtocol } from "./anthropic-protocol.ts";
import { type AudioAsked, answerAudio } from "./audio.ts";
import { googleProtocol } from "./google-protocol.ts";
import { readKnobs } from "./knobs.ts";
import { openaiProtocol } from "./openai-protocol.ts";
import { header, type Protocol, record } from "./protocol.ts";
import { streamAnswer } from "./stream-answer.ts";

export interface ModelDouble {
  /** Such as `http://127.0.0.1:40123`; OpenAI at `/v1`, Anthropic at `/v1`, Google at `/v1beta`. */
  readonly url: string;
  /** Every chat request, in order. */
  readonly asked: Asked[];
  readonly heard: AudioAsked[];
  /** Chat requests whose client went away before the answer ended. */
  readonly left: Asked[];
  /** As if the machine were switched off: the port refuses. `start` takes the same port again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface ModelDoubleOptions {
  /** Answerers by the first word of a model's name, beside `words`, `echo`, `scripted` and `obedient`. */
  readonly answerers?: Readonly<Record<string, Answerer>>;
  /** What `/models` lists. */
  readonly models?: readonly string[];
  /** Requests with another key are refused. */
  readonly key?: string;
  readonly port?: number;
}

const protocols: readonly Protocol[] = [openaiProtocol, anthropicProtocol, googleProtocol];

/**
 * A real HTTP server that speaks the chat protocols of OpenAI, Anthropic and Google, and OpenAI's audio. How it behaves
 * is in the model's name: see `Knobs`.
 */
export async function serveModels(options: ModelDoubleOptions = {}): Promise<ModelDouble> {
  const asked: Asked[] = [];
  const heard: AudioAsked[] = [];
  const left: Asked[] = [];
  const met = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://double");
    if (request.method === "GET") return listModels(request, response, url, options);
    const body = await buffer(request);
    if (url.pathname.includes("/audio/")) {
      heard.push(await answerAudio(request, response, { path: url.pathname, body }));
      return;
    }
    const parsed = record(JSON.parse(body.toString()));
    const found = protocols.flatMap((protocol) => {
      const read = protocol.read(request, url, parsed);
      return read ? [{ protocol, read }] : [];
    })[0];
    if (!found) return notThere(response);
    const { protocol, read } = found;
    asked.push(read);
    response.on("close", () => response.writableFinished || left.push(read));
    const meets = (met.get(read.model) ?? 0) + 1;
    met.set(read.model, meets);
    const given = readKnobs(read.model);
    const wrongKey = options.key !== undefined && read.key !== options.key ? "key" : undefined;
    const fault = wrongKey ?? (meets > given.times ? undefined : given.fault);
    const answerer = options.answerers?.[given.answerer] ?? usualAnswerers[given.answerer];
    await streamAnswer({ protocol, asked: read, knobs: { ...given, fault }, answerer, response });
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    heard,
    left,
    start: () => listen(port),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listModels(request: IncomingMessage, response: ServerResponse, url: URL, options: ModelDoubleOptions): void {
  if (!url.pathname.endsWith("/models")) {
    notThere(response);
    return;
  }
  const protocol = url.pathname.startsWith("/v1beta")
    ? googleProtocol
    : header(request, "anthropic-version") === undefined
      ? openaiProtocol
      : anthropicProtocol;
  const key =
    header(request, "x-goog-api-key") ??
    header(request, "x-api-key") ??
    header(request, "authorization")?.replace(/^Bearer /, "");
  const isRefused = options.key !== undefined && key !== options.key;
  const refusal = {
    protocol: protocol.name,
    model: "",
    key,
    turns: [],
    json: false,
    answerTokens: undefined,
    body: {},
  };
  const { status, body } = isRefused
    ? protocol.refusal(refusal, "key")
    : { status: 200, body: protocol.models(options.models ?? ["scripted", "words", "echo"]) };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function notThere(response: ServerResponse): void {
  response.writeHead(404, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message: "no such address", type: "invalid_request_error" } }));
}
