import { setTimeout as wait } from "node:timers/promises";
import { KhojError } from "@khoj/contract";
import type { EmbeddingModel } from "../embedding-model.ts";
import { type Endpoint, embedOnce, listEndpointModels } from "./ask-endpoint.ts";
import { EndpointFailure, toKhojError } from "./endpoint-failure.ts";
import { findLongest } from "./find-longest.ts";
import { isLoopback } from "./is-loopback.ts";
import { splitText } from "./split-text.ts";

export interface EndpointOptions extends Endpoint {
  /** Undefined: the first it lists that is made for this. */
  readonly model: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds before the second try; doubled for each further one. */
  readonly firstWait?: number;
}

/** Texts sent at once, and their characters together at most. */
const mostTexts = 64;
const mostCharacters = 48_000;
const mostTries = 5;
const longestWait = 20_000;

/**
 * A model behind an OpenAI-compatible endpoint. Which one, how many dimensions it has and how much of a text it reads
 * are found out by asking.
 */
export async function openEndpointModel(options: EndpointOptions): Promise<EmbeddingModel> {
  const { baseUrl, signal } = options;
  const address = new URL(baseUrl);
  const closing = new AbortController();
  const name = await inWords(async () => options.model ?? (await firstModel(options)));
  const send: Send = (texts, stop, tries = mostTries) =>
    retrying(options, stop, () => embedOnce(options, name, texts, stop), tries);
  // Whoever opens it tries again by themselves, and wants to know at once.
  const [probe] = await inWords(() => send(["dimensions"], signal, 1));
  const dimensions = probe?.length ?? 0;
  const longest = await inWords(() => findLongest((texts) => send(texts, signal, 1)));
  const embedAll = embedder(send, longest, address.host);
  return {
    key: `${endpointKeyStart(baseUrl)} ${name} ${dimensions}`,
    name,
    dimensions,
    maxTokens: undefined,
    scripts: undefined,
    isRemote: !isLoopback(address.hostname),
    embed: (texts, asked) =>
      inWords(async () => {
        const stop = asked.signal ? AbortSignal.any([asked.signal, closing.signal]) : closing.signal;
        // Whoever searches has words to go on with: no second try keeps them waiting.
        const made = await embedAll(texts, stop, asked.kind === "query" ? 1 : mostTries);
        if (made.flat().some(({ length }) => length !== dimensions)) throw otherDimensions(address.host, name);
        return made;
      }),
    close: async () => closing.abort(),
  };
}

/** What the keys of all models at an address begin with. */
export function endpointKeyStart(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  return `endpoint ${host}${pathname.replace(/\/+$/, "")}`;
}

type Send = (texts: readonly string[], stop: AbortSignal | undefined, tries?: number) => Promise<Float32Array[]>;
type EmbedAll = (texts: readonly string[], stop: AbortSignal, tries: number) => Promise<Float32Array[][]>;

/** Embeds texts in portions that the endpoint takes, and a text that is too long for it in parts. */
function embedder(send: Send, longest: number, host: string): EmbedAll {
  const embedParts = async (text: string, stop: AbortSignal, tries: number): Promise<Float32Array[]> => {
    if (text.length <= longest) {
      try {
        return await send([text], stop, tries);
      } catch (error) {
        if (!(error instanceof EndpointFailure) || error.remedy !== "shorter") throw error;
      }
    }
    const parts = splitText(text);
    if (parts === undefined) throw new EndpointFailure("shorter", `${host} refuses a text as too long`);
    return [...(await embedParts(parts[0], stop, tries)), ...(await embedParts(parts[1], stop, tries))];
  };
  const embedBatch: EmbedAll = async (texts, stop, tries) => {
    const [only] = texts;
    if (texts.length === 1 && only !== undefined) return [await embedParts(only, stop, tries)];
    try {
      return (await send(texts, stop, tries)).map((vector) => [vector]);
    } catch (error) {
      if (!(error instanceof EndpointFailure) || (error.remedy !== "fewer" && error.remedy !== "shorter")) throw error;
      const half = texts.length >> 1;
      return [
        ...(await embedBatch(texts.slice(0, half), stop, tries)),
        ...(await embedBatch(texts.slice(half), stop, tries)),
      ];
    }
  };
  return async (texts, stop, tries) => {
    const made: Float32Array[][] = [];
    for (const batch of batches(texts, longest)) made.push(...(await embedBatch(batch, stop, tries)));
    return made;
  };
}

async function firstModel(options: EndpointOptions): Promise<string> {
  const names = await listEndpointModels(options, options.signal);
  const named = names.find((name) => /embed|minilm|bge|e5|gte/i.test(name)) ?? names[0];
  if (named !== undefined) return named;
  throw new EndpointFailure(
    "person",
    `${new URL(options.baseUrl).host} lists no model; name one under Models, or by khoj models endpoint set`,
  );
}

/** Portions that an endpoint takes at once; a text that must be cut stands alone. */
function batches(texts: readonly string[], longest: number): readonly (readonly string[])[] {
  const all: string[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const last = all.at(-1);
    characters += text.length;
    if (last === undefined || last.length === mostTexts || characters > mostCharacters || text.length > longest) {
      all.push([text]);
      characters = text.length > longest ? Number.POSITIVE_INFINITY : text.length;
    } else last.push(text);
  }
  return all;
}

/** Tries again what may pass, for as long as the endpoint says or twice as long each time. */
async function retrying<Result>(
  { firstWait = 500 }: EndpointOptions,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
  most = mostTries,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const mayPass = error instanceof EndpointFailure ? error.remedy === "later" : isOutage(error);
      const pause = (error instanceof EndpointFailure ? error.retryAfter : undefined) ?? firstWait * 2 ** (tries - 1);
      if (!mayPass || tries >= most || pause > longestWait || signal?.aborted) throw error;
      await wait(pause, undefined, signal && { signal });
    }
  }
}

const isOutage = (error: unknown): boolean => error instanceof KhojError && error.code === "unavailable";

const inWords = <Result>(work: () => Promise<Result>): Promise<Result> =>
  work().catch((error: unknown) => {
    throw error instanceof EndpointFailure ? toKhojError(error) : error;
  });

const otherDimensions = (host: string, name: string): KhojError =>
  new KhojError(
    "unavailable",
    `${host} answers with vectors of another length than before: ${name} was replaced there; start the server anew`,
  );
