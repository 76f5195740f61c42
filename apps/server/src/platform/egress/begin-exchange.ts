import { KhojError } from "@khoj/contract";
import { Agent, fetch } from "undici";
import type { EgressRequest, EgressRules } from "./open-egress.ts";
import { guardedLookup, type Lookup, refusalIn, refusePlace } from "./refused-places.ts";

/** The address as a place, when it is one that was named; throws `forbidden` otherwise. */
export function requireNamed(address: string, { mayReach }: Pick<EgressRules, "mayReach">): URL {
  const url = new URL(address);
  if ((url.protocol !== "https:" && url.protocol !== "http:") || !mayReach(url))
    throw new KhojError("forbidden", `${url.origin} is no place this server was told to ask; nothing was sent`);
  refusePlace(url);
  return url;
}

/** Connections of whoever asks; each goes to the very address that its name was looked up to be. */
export const connections = (lookup?: Lookup): Agent =>
  new Agent({
    connect: { lookup: guardedLookup(lookup) },
    allowH2: false,
    // Whoever asks has clocks of their own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

const usual = connections();

/** Sends a request; resolves when the answer begins. Where it sends elsewhere nobody goes. */
export async function beginExchange(
  url: URL,
  {
    method = "GET",
    headers = {},
    body = null,
    signal,
    through = usual,
  }: EgressRequest & {
    readonly signal: AbortSignal;
    readonly through?: Agent | undefined;
  },
): Promise<Response> {
  const content = body instanceof Uint8Array ? new Uint8Array(body) : body;
  const duplex = body instanceof ReadableStream ? { duplex: "half" as const } : {};
  const sent = { method, headers, body: content, redirect: "manual", signal, dispatcher: through, ...duplex } as const;
  const answer = await fetch(url, sent as Parameters<typeof fetch>[1]).catch((error: unknown) => {
    throw refusalIn(error) ?? error;
  });
  const { status } = answer;
  const given = answer as unknown as Response;
  if (status < 300 || status >= 400 || status === 304) return given;
  await answer.body?.cancel();
  throw new KhojError(
    "unavailable",
    `${url.host} sends elsewhere (${status}), which is not followed; name the place itself`,
  );
}
