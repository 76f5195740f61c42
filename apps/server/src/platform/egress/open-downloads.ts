import { readFile } from "node:fs/promises";
import { request as askHttp, type IncomingMessage } from "node:http";
import { request as askHttps } from "node:https";
import { isIP } from "node:net";
import { getCACertificates } from "node:tls";
import { KhojError } from "@khoj/contract";
import type { AskWeb, WebAnswer } from "@khoj/models";
import { explainFailure } from "./explain-failure.ts";
import { guardedLookup, refusalIn, refusePlace } from "./refused-places.ts";

export interface DownloadRules {
  /** Addresses the operator named: a hub, a package index. */
  readonly places: readonly string[];
  /** A file of certificates to trust besides those of this computer (`PIP_CERT`). */
  readonly certificates?: string | undefined;
  /** Milliseconds without a byte after which it is given up, and in which some must come. */
  readonly patience?: number;
  /** Bytes a second that must come on average. */
  readonly slowest?: number;
}

const mostRedirects = 5;

/**
 * The way out for what is long: answers come piece by piece, with no limit of time as long as enough comes. It reaches the
 * places that were named, and by HTTPS where they lead, as hubs and indexes keep their files elsewhere; whatever comes
 * from there is held to a hash by who asked.
 */
export function openDownloads(rules: DownloadRules): AskWeb {
  return async (address, { headers = {}, signal } = {}) => {
    const ca = await trusted(rules.certificates);
    let current = address;
    let sent: Readonly<Record<string, string>> = { ...headers, "user-agent": "khoj" };
    for (let redirects = 0; ; redirects++) {
      if (!mayReach(rules.places, current))
        throw new KhojError("forbidden", `${current.origin} is no place this server was told to ask; nothing was sent`);
      refusePlace(current);
      const answer = await exchange(current, { headers: sent, signal, ca, rules });
      const { location } = answer.headers;
      const status = answer.statusCode ?? 0;
      if (status < 300 || status >= 400 || location === undefined) return toAnswer(current, answer, rules, signal);
      answer.destroy();
      if (redirects === mostRedirects || !URL.canParse(location, current.href))
        throw new KhojError("unavailable", `${address.host} leads from one address to the next without end`);
      const next = new URL(location, current);
      if (next.origin !== current.origin) sent = withoutNames(sent);
      current = next;
    }
  };
}

/** A named host, or any host by HTTPS that has a name others know too: never a machine of the network around. */
function mayReach(places: readonly string[], { protocol, hostname, username }: URL): boolean {
  if (username !== "" || (protocol !== "https:" && protocol !== "http:")) return false;
  if (places.some((place) => new URL(place).hostname === hostname)) return true;
  const isNear =
    isIP(hostname.replace(/^\[|\]$/g, "")) > 0 ||
    !hostname.includes(".") ||
    /\.(local|internal|localhost|lan)$/.test(hostname);
  return protocol === "https:" && !isNear;
}

const withoutNames = ({ authorization, cookie, ...headers }: Readonly<Record<string, string>>) => headers;

interface Exchange {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly ca: string[] | undefined;
  readonly rules: DownloadRules;
}

const usualPatience = 30_000;
const lookup = guardedLookup();

/** Nothing but the head of the answer. Proxies are those of Node (`NODE_USE_ENV_PROXY`), by its own agents. */
function exchange(address: URL, { headers, signal, ca, rules }: Exchange): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = address.protocol === "https:" ? askHttps : askHttp;
  let begun: IncomingMessage | undefined;
  const asked = send(address, { headers, lookup, ...(signal && { signal }), ...(ca && { ca }) }, (answer) => {
    begun = answer;
    resolve(answer);
  });
  // An answer under way is told by its own error why it ended.
  asked.setTimeout(rules.patience ?? usualPatience, () => (begun ?? asked).destroy(stalled));
  asked.on("error", (error) => reject(signal?.aborted ? error : explain(error, address)));
  asked.end();
  return promise;
}

function toAnswer(
  address: URL,
  answer: IncomingMessage,
  rules: DownloadRules,
  signal: AbortSignal | undefined,
): WebAnswer {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, String(value));
  return {
    status: answer.statusCode ?? 0,
    headers,
    address,
    body: piecesOf(address, answer, rules, signal),
    drop: () => void answer.destroy(),
  };
}

async function* piecesOf(
  address: URL,
  answer: IncomingMessage,
  { patience = usualPatience, slowest = 1024 }: DownloadRules,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let since = performance.now();
  let bytes = 0;
  try {
    for await (const piece of answer as AsyncIterable<Uint8Array>) {
      yield piece;
      bytes += piece.length;
      const seconds = (performance.now() - since) / 1000;
      if (seconds * 1000 < patience) continue;
      if (bytes / seconds < slowest)
        throw new KhojError("unavailable", `${address.host} is too slow: ${bytes} bytes in ${Math.round(seconds)} s`);
      since = performance.now();
      bytes = 0;
    }
  } catch (error) {
    throw signal?.aborted || error instanceof KhojError ? error : explain(error, address);
  }
}

const stalled = Object.assign(new Error("nothing came for long"), { code: "ETIMEDOUT" });

function explain(cause: unknown, { host }: URL): KhojError {
  const refused = refusalIn(cause);
  if (refused) return refused;
  const { step, message } = explainFailure(cause, host);
  const cure = step === "encrypt" ? "; PIP_CERT and NODE_EXTRA_CA_CERTS name files of certificates to trust" : "";
  return new KhojError("unavailable", `${message}${cure}`, { cause });
}

async function trusted(file: string | undefined): Promise<string[] | undefined> {
  if (file === undefined) return undefined;
  const own = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new KhojError("unavailable", `the certificates of PIP_CERT, ${file}, cannot be read (${cause.code})`, {
      cause,
    });
  });
  return [...getCACertificates("default"), own];
}
