import type { AskHttp } from "./ask-http.ts";
import { EndpointFailure, failureOf } from "./endpoint-failure.ts";

export interface Endpoint {
  /** Such as `http://localhost:11434/v1`. */
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly ask: AskHttp;
}

/** The ids of the models an endpoint lists. */
export async function listEndpointModels(endpoint: Endpoint, signal?: AbortSignal): Promise<readonly string[]> {
  const told = await askEndpoint(endpoint, "models", undefined, signal);
  const { data } = Object(told) as { data?: unknown };
  const ids = (Array.isArray(data) ? data : []).map((one) => (Object(one) as { id?: unknown }).id);
  return ids.filter((id) => typeof id === "string");
}

/** Far more than any model has. */
const mostDimensions = 65_536;

/** One vector for each text, of length 1, in their order. What an endpoint counts as a place is only looked up. */
export async function embedOnce(
  endpoint: Endpoint,
  model: string,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const told = await askEndpoint(endpoint, "embeddings", { model, input: texts, encoding_format: "float" }, signal);
  const { data } = Object(told) as { data?: unknown };
  if (!Array.isArray(data) || data.length !== texts.length) throw garbled(endpoint);
  const vectors = new Map<unknown, Float32Array>();
  for (const [place, one] of data.entries()) {
    const { index = place, embedding } = Object(one) as { index?: unknown; embedding?: unknown };
    const vector = toVector(embedding);
    if (vector !== undefined) vectors.set(index, vector);
  }
  const whole = texts.flatMap((_, place) => vectors.get(place) ?? []);
  const [first] = whole;
  if (first === undefined || whole.length !== texts.length || whole.some(({ length }) => length !== first.length))
    throw garbled(endpoint);
  return whole;
}

async function askEndpoint(
  { baseUrl, key, ask }: Endpoint,
  what: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const answer = await ask(`${baseUrl.replace(/\/+$/, "")}/${what}`, {
    headers: {
      accept: "application/json",
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    signal,
  });
  const text = await answer.text();
  const { host } = new URL(baseUrl);
  if (!answer.ok) throw failureOf(answer.status, text, answer.headers.get("retry-after"), host);
  return parsed(text) ?? Promise.reject(garbled({ baseUrl }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toVector(told: unknown): Float32Array | undefined {
  if (!Array.isArray(told) || told.length === 0 || told.length > mostDimensions) return undefined;
  const vector = Float32Array.from(told, (value) => (typeof value === "number" ? value : Number.NaN));
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Number.isFinite(length) && length > 0 ? vector.map((value) => value / length) : undefined;
}

const garbled = ({ baseUrl }: Pick<Endpoint, "baseUrl">): EndpointFailure =>
  new EndpointFailure("later", `${new URL(baseUrl).host} answers what is no list of vectors`);
