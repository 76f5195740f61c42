import type { IncomingHttpHeaders } from "node:http";
import { forbidden } from "@khoj/contract";
import type { CameIn, IsProxy, Scheme } from "./client-address.ts";
import { type CorsRules, mayRead } from "./cors.ts";
import { isLoopback, plainAddress } from "./networks.ts";

export interface TrustRules extends CorsRules {
  /** Nobody signs in: whoever reaches the port is the one person, so other sites in their browser must not. */
  readonly anonymous: boolean;
  /** Host names of this server, without ports, lower case: `localhost`, the addresses bound, the domains. */
  readonly hosts: readonly string[];
  /** Those of them the operator named: `KHOJ_DOMAIN`, `KHOJ_ALLOWED_DOMAIN`. */
  readonly domains: readonly string[];
  /** Bound to every address of the machine, and answers for that which a connection came to. */
  readonly everyAddress: boolean;
  /** `https://notes.example`, as `KHOJ_DOMAIN` says. */
  readonly publicOrigin: string | undefined;
  /** Plain HTTP off loopback is meant (`KHOJ_NO_HTTPS`). */
  readonly plainHttp: boolean;
  readonly isProxy: IsProxy;
  /** Whether the administrators' panel answers to this address (`KHOJ_ADMIN_NETWORKS`). */
  readonly isNear: (address: string) => boolean;
}

/** The panel and its routes; outside their networks they are as if they did not exist. */
export const isForAdministrators = (path: string): boolean => /^\/(server|api)\/admin(\/|$)/.test(path);

/**
 * Refuses a request that names a server we are not. A page of a stranger can point its own name at 127.0.0.1, and the
 * Host header is what gives that away. Returns the address the person typed.
 */
export function checkHost(rules: TrustRules, came: CameIn): string {
  const name = hostName(came.host);
  if (name === undefined || !isOurs(rules, name, came)) throw refusedHost(rules, "Host", came.host);
  // Many proxies pass on what a client claims here, so it may only name what we are known by.
  const outside = came.forwardedHost;
  if (outside === undefined) return originOf(rules, came.scheme, came.host, checkWay(rules, came, name));
  const asked = hostName(outside);
  const known = rules.domains.length > 0 ? rules.domains : rules.hosts;
  if (asked === undefined || !known.includes(asked)) throw refusedHost(rules, "X-Forwarded-Host", outside);
  return originOf(rules, came.scheme, outside, checkWay(rules, came, asked));
}

const isOurs = (rules: TrustRules, name: string, { local }: CameIn): boolean =>
  rules.hosts.includes(name) || (rules.everyAddress && local !== undefined && plainAddress(name) === local);

function refusedHost(rules: TrustRules, header: string, host: string) {
  const variable = rules.domains.length > 0 ? "KHOJ_ALLOWED_DOMAIN" : "KHOJ_DOMAIN";
  const addresses = rules.everyAddress ? " and the address the connection comes to" : "";
  return forbidden(
    `This server does not answer for the host ${JSON.stringify(host.slice(0, 200))} (header ${header}), ` +
      `only for ${rules.hosts.join(", ")}${addresses}. ` +
      `If it should, start it with ${variable}=${hostName(host) ?? "the.name.you.use"}`,
  );
}

/** A proxy may leave the port out of Host; the name people type says it. */
function originOf(rules: TrustRules, scheme: Scheme, host: string, name: string): string {
  const typed = `${scheme}://${host.toLowerCase()}`;
  const { publicOrigin } = rules;
  if (publicOrigin === undefined || host.includes(":")) return typed;
  const known = new URL(publicOrigin);
  return known.hostname === name && known.protocol === `${scheme}:` ? publicOrigin : typed;
}

/** Where people sign in, no request comes over plain HTTP from another computer, nor for the name that stands for HTTPS. */
function checkWay(rules: TrustRules, came: CameIn, name: string): string {
  if (rules.anonymous || rules.plainHttp || came.scheme === "https") return name;
  const isNamed = rules.publicOrigin?.startsWith("https:") === true && rules.domains.includes(name);
  const isFar = !came.byProxy && !isLoopback(came.address);
  if (isNamed || isFar) throw refusedWay(rules, came, name);
  return name;
}

function refusedWay({ publicOrigin }: TrustRules, { byProxy, peer }: CameIn, name: string) {
  const way = `This request for ${name} came over plain HTTP, which others on the way can read`;
  const cure = byProxy
    ? `the proxy at ${peer ?? "the socket"} did not say X-Forwarded-Proto: https. Ask ${publicOrigin ?? "over HTTPS"}, and let the proxy add the header (nginx: proxy_set_header X-Forwarded-Proto $scheme;)`
    : `expected is HTTPS, or X-Forwarded-Proto: https from a proxy that is named. If ${peer} is your proxy, start the server with KHOJ_TRUSTED_PROXIES=${peer}`;
  return forbidden(`${way}: ${cure}`);
}

const safeMethods = ["GET", "HEAD", "OPTIONS"];

export const isUnsafe = (method: string): boolean => !safeMethods.includes(method);

/** Whether a browser says that a page which is not ours made this request; then no cookie counts. */
export function isForeign(rules: TrustRules, method: string, headers: IncomingHttpHeaders, origin: string): boolean {
  if (headers.origin !== undefined) return !isOwnOrigin(rules, headers.origin, origin);
  // A link that was followed says `navigate`, and is the person's own doing; it must find them signed in.
  return isOtherSite(headers) && (isUnsafe(method) || headers["sec-fetch-mode"] !== "navigate");
}

const isOwnOrigin = (rules: TrustRules, shown: string, origin: string): boolean =>
  shown === origin ||
  (shown === rules.publicOrigin && rules.domains.includes(hostName(origin.replace(/^\w+:\/\//, "")) ?? ""));

const isOtherSite = (headers: IncomingHttpHeaders): boolean =>
  headers["sec-fetch-site"] === "cross-site" || headers["sec-fetch-site"] === "same-site";

/**
 * Nothing changes at the wish of another site, be it a form, a script or a link. What carries a key is no wish of a
 * browser's: the page that sent it knows the key; whether the key is good is seen when it is looked up.
 */
export function checkOrigin(
  rules: TrustRules,
  method: string,
  headers: IncomingHttpHeaders,
  came: CameIn & { readonly origin: string },
): void {
  if (!isUnsafe(method)) return;
  const { origin } = headers;
  if (!isForeign(rules, method, headers, came.origin)) return;
  if (rules.anonymous ? origin !== undefined && mayRead(rules, origin) : showsKey(headers)) return;
  throw refusedOrigin(origin ?? `a page of another site (${headers["sec-fetch-site"]})`, came);
}

const showsKey = (headers: IncomingHttpHeaders): boolean => /^bearer +\S/i.test(headers.authorization ?? "");

/**
 * A WebSocket is never safe. A program's may name any port of our host names (wire.md §1.3.5): it could name what it
 * likes. A browser's must come from our own page, since a page of another port of this computer is a stranger's, and
 * browsers do not all say by `Sec-Fetch-Site` that it is another one. What a page cannot take away is `Mozilla/`.
 */
export function checkSocketOrigin(
  rules: TrustRules,
  headers: IncomingHttpHeaders,
  came: CameIn & { readonly origin: string },
): void {
  const { origin } = headers;
  if (origin === undefined) throw forbidden("A WebSocket needs an Origin header that names this server");
  if (rules.named.includes(origin) || isOwnOrigin(rules, origin, came.origin)) return;
  const name = hostName(/^https?:\/\/(.*)$/.exec(origin)?.[1] ?? "");
  const isBrowser = headers["user-agent"]?.startsWith("Mozilla/") || headers["sec-fetch-site"] !== undefined;
  if (isBrowser || name === undefined || !isOurs(rules, name, came)) throw refusedOrigin(origin, came);
}

/** Of another site; or of our own behind a proxy that is not believed, which looks alike and needs another line. */
export function refusedOrigin(shown: string, { origin, peer }: CameIn & { readonly origin: string }) {
  const isOurPage = shown.replace(/^https:/, "http:") === origin;
  const cure = isOurPage
    ? `the server was asked as ${origin}. If ${peer ?? "the socket"} is your proxy, let it send X-Forwarded-Proto, and start the server with KHOJ_TRUSTED_PROXIES=${peer ?? ""} and KHOJ_DOMAIN=${origin.slice("http://".length)}`
    : "not from a page of this server. If that origin may use your notes, start the server with KHOJ_ALLOWED_ORIGINS naming it";
  return forbidden(`Refused: the request comes from ${JSON.stringify(shown.slice(0, 200))}, ${cure}`);
}

/** `[::1]:42110` → `::1`, `Localhost:80` → `localhost`; undefined for what is no host and port. */
function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, "");
}
