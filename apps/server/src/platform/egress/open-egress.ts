import { KhojError } from "@khoj/contract";
import { explainFailure } from "./explain-failure.ts";

export interface EgressRules {
  /** Whether the operator named this place, or somebody they named (the endpoints of an issuer) did. */
  mayReach(address: URL): boolean;
  /** Milliseconds for the whole exchange. */
  readonly patience?: number;
  /** The longest answer read, in bytes. */
  readonly most?: number;
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
  const { mayReach, patience = 10_000 } = rules;
  return async (address, request = {}) => {
    const url = new URL(address);
    if ((url.protocol !== "https:" && url.protocol !== "http:") || !mayReach(url))
      throw new KhojError("forbidden", `${url.origin} is no place this server was told to ask; nothing was sent`);
    const limit = AbortSignal.timeout(patience);
    const { signal } = request;
    return exchange(url, { ...request, signal: signal ? AbortSignal.any([signal, limit]) : limit }, rules).catch(
      (error: unknown) => {
        throw error instanceof KhojError || signal?.aborted ? error : explain(limit.aborted ? timedOut : error, url);
      },
    );
  };
}

async function exchange(
  url: URL,
  { method = "GET", headers = {}, body = null, signal }: EgressRequest & { signal: AbortSignal },
  { most = 1024 * 1024 }: EgressRules,
): Promise<Response> {
  const content = body instanceof Uint8Array ? new Uint8Array(body) : body;
  const duplex = body instanceof ReadableStream ? { duplex: "half" as const } : {};
  const answer = await fetch(url, { method, headers, body: content, redirect: "manual", signal, ...duplex });
  const { status, statusText } = answer;
  if (status >= 300 && status < 400 && status !== 304)
    throw new KhojError(
      "unavailable",
      `${url.host} sends elsewhere (${status}), which is not followed; name the place itself`,
    );
  return new Response(await readAll(answer, url, most), { status, statusText, headers: answer.headers });
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
