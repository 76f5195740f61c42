import { KhojError } from "@khoj/contract";
import { beginExchange, connections, requireNamed } from "./begin-exchange.ts";
import { explainFailure } from "./explain-failure.ts";
import type { Lookup } from "./refused-places.ts";

export interface EgressRules {
  /** Whether the operator named this place, or somebody they named (the endpoints of an issuer) did. */
  mayReach(address: URL): boolean;
  /** Milliseconds for the whole exchange. */
  readonly patience?: number;
  /** The longest answer read, in bytes. */
  readonly most?: number;
  /** The system's own, unless told. */
  readonly lookup?: Lookup;
}

export interface EgressRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | ArrayBuffer | Uint8Array | ReadableStream | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type Egress = (address: string, request?: EgressRequest) => Promise<Response>;

/**
 * The one way this program asks others by HTTP: places the operator named, no proxy, no redirect followed, a time limit, a
 * size limit. The answer is whole when it is given. Its shape is `fetch`'s, so that libraries take it.
 */
export function openEgress(rules: EgressRules): Egress {
  const { patience = 10_000, lookup } = rules;
  const through = lookup && connections(lookup);
  return async (address, request = {}) => {
    const url = requireNamed(address, rules);
    const limit = AbortSignal.timeout(patience);
    const { signal } = request;
    return exchange(
      url,
      { ...request, through, signal: signal ? AbortSignal.any([signal, limit]) : limit },
      rules,
    ).catch((error: unknown) => {
      throw error instanceof KhojError || signal?.aborted ? error : explain(limit.aborted ? timedOut : error, url);
    });
  };
}

async function exchange(
  url: URL,
  request: Parameters<typeof beginExchange>[1],
  { most = 1024 * 1024 }: EgressRules,
): Promise<Response> {
  const answer = await beginExchange(url, request);
  const { status, statusText, headers } = answer;
  return new Response(await readAll(answer, url, most), { status, statusText, headers });
}

const explain = (cause: unknown, { host }: URL): KhojError =>
  new KhojError("unavailable", explainFailure(cause, host).message, { cause });

const timedOut = Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });

async function readAll(answer: Response, { host }: URL, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (answer.body === null || [204, 205, 304].includes(answer.status)) return null;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer.body as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > most) throw new KhojError("unavailable", `${host} answered more than ${most} bytes; it was cut off`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
