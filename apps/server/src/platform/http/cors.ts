import type { Actor } from "../actor.ts";

/** Origins of upstream's apps: Obsidian on the desk, Obsidian on iOS, the desktop app (wire.md §0.4, ours.md §4). */
const clientOrigins = ["app://obsidian.md", "capacitor://localhost", "app://khoj.dev"];
/** Obsidian on Android, and any page that a program of this computer serves on port 80: it may only once a key proved good. */
const androidOrigin = "http://localhost";
const methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

export interface CorsRules {
  readonly anonymous: boolean;
  /** Origins named by `KHOJ_ALLOWED_ORIGINS`. */
  readonly named: readonly string[];
}

export const mayRead = (rules: CorsRules, origin: string): boolean =>
  clientOrigins.includes(origin) || rules.named.includes(origin);

const mayAsk = (rules: CorsRules, origin: string): boolean =>
  mayRead(rules, origin) || (!rules.anonymous && origin === androidOrigin);

const letRead = (origin: string) => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "x-khoj-search, x-request-id",
});

/** What a browser of an allowed origin needs to read an answer. Never with credentials: a bearer key or nothing. */
export const corsHeaders = (rules: CorsRules, origin: string | undefined): Record<string, string> =>
  origin !== undefined && mayRead(rules, origin) ? letRead(origin) : {};

/** The same, once it is known who asks: a good key lets the app on Android read too. */
export function keysCorsHeaders(
  rules: CorsRules,
  origin: string | undefined,
  actor: Actor | undefined,
): Record<string, string> {
  const byKey = actor?.via === "key" || actor?.via === "client";
  return origin !== undefined && byKey && mayAsk(rules, origin) ? letRead(origin) : {};
}

export interface Preflight {
  readonly origin: string;
  readonly method: string;
  readonly privateNetwork: boolean;
}

/** A request is a preflight when it says which method it would use. */
export function readPreflight(
  method: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Preflight | undefined {
  const origin = headers.origin;
  const asked = headers["access-control-request-method"];
  if (method !== "OPTIONS" || typeof origin !== "string" || typeof asked !== "string") return undefined;
  return { origin, method: asked, privateNetwork: headers["access-control-request-private-network"] === "true" };
}

export interface PreflightAnswer {
  readonly status: 200 | 400;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answered before any sign-in and for every path: a browser sends no key with it. */
export function answerPreflight(rules: CorsRules, preflight: Preflight): PreflightAnswer {
  const isAllowed = mayAsk(rules, preflight.origin);
  const wrong = isAllowed
    ? methods.includes(preflight.method)
      ? undefined
      : "Disallowed CORS method"
    : "Disallowed CORS origin";
  const headers = {
    ...(isAllowed && letRead(preflight.origin)),
    "content-type": "text/plain; charset=utf-8",
    "access-control-allow-methods": methods.join(", "),
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
    ...(preflight.privateNetwork && wrong === undefined ? { "access-control-allow-private-network": "true" } : {}),
    vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network, Cookie",
  };
  return wrong === undefined ? { status: 200, body: "OK", headers } : { status: 400, body: wrong, headers };
}
