import type { Scheme } from "./client-address.ts";

/** What a page or an answer of ours may do in a browser. Notes are not to be trusted: nothing remote, nothing inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
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
].join("; ");

const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
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
