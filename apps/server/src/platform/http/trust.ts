import type { IncomingHttpHeaders } from "node:http";
import { forbidden } from "@khoj/contract";
import { type CorsRules, mayRead } from "./cors.ts";

export interface TrustRules extends CorsRules {
  /** Nobody signs in: whoever reaches the port is the one person, so other sites in their browser must not. */
  readonly anonymous: boolean;
  /** Host names of this server, without ports, lower case: `localhost`, the addresses bound, `KHOJ_DOMAIN`. */
  readonly hosts: readonly string[];
}

/**
 * Refuses a request that names a server we are not. A page of a stranger can point its own name at 127.0.0.1, and the
 * Host header is what gives that away. Returns the address the person typed.
 */
export function checkHost(rules: TrustRules, headers: IncomingHttpHeaders, scheme: string): string {
  const host = headers.host ?? "";
  const name = hostName(host);
  if (name === undefined || !rules.hosts.includes(name)) {
    const shown = host.slice(0, 200);
    throw forbidden(
      `This server does not answer for the host ${JSON.stringify(shown)}, only for ${rules.hosts.join(", ")}. ` +
        `If it should, start it with KHOJ_DOMAIN=${name ?? "the.name.you.use"}`,
    );
  }
  return `${scheme}://${host}`;
}

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/** In anonymous mode nothing changes at the wish of another site, be it a form, a script or a link. */
export function checkOrigin(rules: TrustRules, method: string, headers: IncomingHttpHeaders, ownOrigin: string): void {
  if (!rules.anonymous || safeMethods.includes(method)) return;
  if (headers.origin !== undefined) {
    if (headers.origin === ownOrigin || mayRead(rules, headers.origin)) return;
    throw refusedOrigin(headers.origin);
  }
  const site = headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site") throw refusedOrigin(`a page of another site (${site})`);
}

/**
 * A WebSocket is never safe. A program's may name any port of our host names (wire.md §1.3.5): it could name what it
 * likes. A browser's must come from our own page, since a page of another port of this computer is a stranger's, and
 * browsers do not all say by `Sec-Fetch-Site` that it is another one. What a page cannot take away is `Mozilla/`.
 */
export function checkSocketOrigin(rules: TrustRules, headers: IncomingHttpHeaders): void {
  const origin = headers.origin;
  if (origin === undefined) throw forbidden("A WebSocket needs an Origin header that names this server");
  if (rules.named.includes(origin)) return;
  const host = /^https?:\/\/(.*)$/.exec(origin)?.[1] ?? "";
  const name = hostName(host);
  const isBrowser = headers["user-agent"]?.startsWith("Mozilla/") || headers["sec-fetch-site"] !== undefined;
  const isElsewhere = isBrowser && host.toLowerCase() !== headers.host?.toLowerCase();
  if (name === undefined || !rules.hosts.includes(name) || isElsewhere) throw refusedOrigin(origin);
}

const refusedOrigin = (origin: string) =>
  forbidden(
    `Refused: the request comes from ${JSON.stringify(origin.slice(0, 200))}, not from a page of this server. ` +
      "If that origin may use your notes, start the server with KHOJ_ALLOWED_ORIGINS naming it",
  );

/** `[::1]:42110` → `::1`, `Localhost:80` → `localhost`; undefined for what is no host and port. */
function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, "");
}
