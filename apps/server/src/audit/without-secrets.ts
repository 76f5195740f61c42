/** What stands where a value was taken out. */
export const removed = "(removed: looks like a secret)";

/**
 * The last guard of a table that nothing is ever taken out of: whatever a room hands over, what looks like a key, a
 * token or a password in an address is not kept. Ids (UUIDs, `sha256:` with 16 digits, masked keys) pass.
 */
export function withoutSecrets(text: string): string {
  let kept = text;
  for (const pattern of patterns) kept = kept.replace(pattern, removed);
  return kept.replace(longWord, (word) => (isId(word) || !isRandom(word) ? word : removed));
}

const patterns = [
  // user:password@ in an address.
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/@]*:[^\s/@]*@\S*/gi,
  // Ours, and those of providers people paste by mistake.
  /\bk[kc]-[A-Za-z0-9_-]{20,}/g,
  /\b(?:sk|re|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{16,}/g,
  /\bGOCSPX-[A-Za-z0-9_-]{10,}/g,
  // An authenticator's seed, a recovery code.
  /\b[A-Z2-7]{32,}\b/g,
  /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g,
  // A JSON web token.
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
  // A query that carries something.
  /\b(?:token|code|secret|password)=[^\s&"]+/gi,
];

const longWord = /[A-Za-z0-9_+/=-]{24,}/g;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isId = (word: string): boolean => uuid.test(word);

/** Words of languages keep to letters of one case; random text mixes digits and cases all over. */
function isRandom(word: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(word)).length;
  const changes = [...word].filter((letter, at) => at > 0 && kindOf(letter) !== kindOf(word[at - 1] ?? "")).length;
  return kinds >= 2 && changes >= word.length / 6;
}

const kindOf = (letter: string): string =>
  /[0-9]/.test(letter) ? "digit" : /[a-z]/.test(letter) ? "small" : /[A-Z]/.test(letter) ? "capital" : "other";
