const taken = "[taken out]";

/**
 * Credentials as they look in headers, addresses and cookies: keys of ours, what stands behind Bearer and Basic, tokens
 * and codes of links, our cookies. A log line passes through here last, whatever a room put into it.
 */
const credentials: readonly (readonly [RegExp, string])[] = [
  [/k[kc]-[A-Za-z0-9_-]{16,}/g, taken],
  [/\b(Bearer|Basic)(\s+|%20|\+)[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${taken}`],
  [/\b((?:__Host-)?khoj-(?:[a-z]+-)?[0-9a-f]{8})=[^;,\s"\\]+/g, `$1=${taken}`],
  [
    /\b(token|code|secret|password|client_secret|id_token|access_token|refresh_token|state)=[^&\s"\\]+/gi,
    `$1=${taken}`,
  ],
];

export function redactCredentials(text: string): string {
  let kept = text;
  for (const [pattern, instead] of credentials) kept = kept.replace(pattern, instead);
  return kept;
}
