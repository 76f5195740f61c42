const shortest = 32;
const fewest = 10;

/**
 * Why a key of an instance could be guessed, as it stands behind its name in a sentence; undefined when it could not.
 * Upstream's `!secret` and Compose's `secret` are public, and so is what frameworks print as an example.
 */
export function whyGuessable(key: string): string | undefined {
  if (["!secret", "secret"].includes(key.trim())) return "is a known default";
  if ([...key].length < shortest) return `is shorter than ${shortest} characters`;
  if (/^(django-insecure|change.?me|replace.?me|(your|my).?secret)/i.test(key)) return "is an example";
  if (new Set(key).size < fewest) return "repeats a few characters";
  return undefined;
}
