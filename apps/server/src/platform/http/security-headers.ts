import type { Scheme } from "./client-address.ts";

const policy = (script: string, more: readonly string[] = []): string =>
  [
    "default-src 'none'",
    `script-src ${script}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    ...more,
  ].join("; ");

/**
 * What a page of ours may do in a browser. Notes are not to be trusted: nothing remote, nothing inline, only scripts
 * whose tag the server wrote with this answer's nonce and what those load, and no text that becomes a script.
 */
export const pagePolicy = (nonce: string): string =>
  policy(`'nonce-${nonce}' 'strict-dynamic'`, ["require-trusted-types-for 'script'", "trusted-types 'none'"]);

/** Everything else is no page, whatever a browser takes it for: no script at all. */
const plainPolicy = policy("'none'");

const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": plainPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(self), midi=(), payment=(), serial=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-robots-tag": "noindex",
  "cache-control": "no-store",
  vary: "Origin, Cookie",
};

/** For this name alone, and no list of browsers' (ours.md §4). */
const overHttps = { ...securityHeaders, "strict-transport-security": "max-age=31536000" };

/** On every answer of every kind, those of the parser and of a handshake included. */
export const headersOver = (scheme: Scheme): Readonly<Record<string, string>> =>
  scheme === "https" ? overHttps : securityHeaders;
