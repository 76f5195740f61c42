import { KhojError } from "@khoj/contract";
import type { EgressRequest, EgressRules } from "./open-egress.ts";

/** The address as a place, when it is one that was named; throws `forbidden` otherwise. */
export function requireNamed(address: string, { mayReach }: Pick<EgressRules, "mayReach">): URL {
  const url = new URL(address);
  if ((url.protocol !== "https:" && url.protocol !== "http:") || !mayReach(url))
    throw new KhojError("forbidden", `${url.origin} is no place this server was told to ask; nothing was sent`);
  return url;
}

/** Sends a request; resolves when the answer begins. Where it sends elsewhere nobody goes. */
export async function beginExchange(
  url: URL,
  { method = "GET", headers = {}, body = null, signal }: EgressRequest & { signal: AbortSignal },
): Promise<Response> {
  const content = body instanceof Uint8Array ? new Uint8Array(body) : body;
  const duplex = body instanceof ReadableStream ? { duplex: "half" as const } : {};
  const answer = await fetch(url, { method, headers, body: content, redirect: "manual", signal, ...duplex });
  if (answer.status < 300 || answer.status >= 400 || answer.status === 304) return answer;
  await answer.body?.cancel();
  throw new KhojError(
    "unavailable",
    `${url.host} sends elsewhere (${answer.status}), which is not followed; name the place itself`,
  );
}
