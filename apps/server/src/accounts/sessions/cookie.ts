import { parseCookie, stringifySetCookie } from "cookie";

type Scheme = "http" | "https";

/** Of the address the person typed: it decides whether a cookie is one of HTTPS. */
export const schemeOf = ({ origin }: { readonly origin: string }): Scheme =>
  origin.startsWith("https:") ? "https" : "http";

/** Cookies of a host are shared by all its ports, so that the name carries the instance (ours.md §1). */
const nameOf = (use: string, instance: string, scheme: Scheme): string =>
  `${scheme === "https" ? "__Host-" : ""}khoj-${use === "session" ? "" : `${use}-`}${instance}`;

/**
 * `session`: who is signed in. `flow`: a sign-in half-way. `passkey`: a challenge, beside a sign-in half-way. `asked`: it
 * asked for a link. `device`: somebody signed in here.
 */
export type CookieUse = "session" | "flow" | "passkey" | "asked" | "device";

/** A `Set-Cookie` for this instance; without `token` it takes the cookie away. `seconds` is how long the browser keeps it. */
export function setCookie(use: CookieUse, instance: string, scheme: Scheme, token?: string, seconds?: number): string {
  return stringifySetCookie({
    name: nameOf(use, instance, scheme),
    value: token ?? "",
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: scheme === "https",
    maxAge: token === undefined ? 0 : (seconds ?? 180 * 86_400),
  });
}

export function readCookie(
  header: string | undefined,
  use: CookieUse,
  instance: string,
  scheme: Scheme,
): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[nameOf(use, instance, scheme)] || undefined;
}
