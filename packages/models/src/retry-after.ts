/** Milliseconds after which a server says to come back: `Retry-After` holds seconds or a date. */
export function readRetryAfter(told: string | null | undefined): number | undefined {
  if (told === null || told === undefined) return undefined;
  const seconds = Number(told);
  const wait = Number.isNaN(seconds) ? Date.parse(told) - Date.now() : seconds * 1000;
  return Number.isFinite(wait) && wait >= 0 ? wait : undefined;
}
