/** The shortest password taken, by role (ours.md §5). */
export const leastPassword = { user: 15, admin: 16 } as const;
const longest = 256;

/** Whose password it is to be. */
export interface PasswordOwner {
  readonly email: string;
  readonly role: "user" | "admin";
}

/**
 * What is wrong with a password, in a sentence, or undefined when it may be taken. Pure: the same wherever a password is
 * set. The list of common and leaked ones is that of the package @zxcvbn-ts/language-common, and so is the estimator's.
 */
export async function checkPassword(password: string, owner: PasswordOwner): Promise<string | undefined> {
  const length = [...password].length;
  const least = leastPassword[owner.role];
  if (length < least)
    return `The password has ${length} characters and needs ${least}: several words that do not belong together are easy to keep`;
  if (length > longest) return `The password is longer than ${longest} characters; give a shorter one`;
  if (/\p{Cc}/u.test(password)) return "The password holds characters that cannot be typed; leave them out";
  const words = wordsOf(owner.email);
  if (isMadeOf(password, words))
    return "The password is made of your address or of this program's name, which is what is tried first; choose other words";
  const parts = repeatedParts(password);
  // Two characters may come again by chance.
  if (parts.some((part) => password.length - part.length > 2 && [...part].length < least))
    return "The password repeats itself; choose one that does not";
  const { isListed, score } = await loadEstimator();
  if ([password, ...parts].some(isListed))
    return "The password is on the list of common and leaked ones; choose another";
  const estimate = score(password, words);
  if (estimate < 2) return "The password is easy to guess; take several words that do not belong together";
  if (owner.role === "admin" && estimate < 4 && !isMixed(password))
    return "An administrator's password needs upper and lower case, a digit and a symbol, or to be much harder to guess: add words";
  return undefined;
}

/** What somebody who knows the account tries first. */
function wordsOf(email: string): string[] {
  const parts = email.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return [...new Set([email.toLowerCase(), ...parts, "khoj", "password"])].filter((word) => word.length >= 3);
}

/** Whether little is left once those words, digits and signs are taken away. */
function isMadeOf(password: string, words: readonly string[]): boolean {
  const typed = password.toLowerCase();
  const longestFirst = words.toSorted((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((text, word) => text.replaceAll(word, " "), typed);
  return rest !== typed && rest.replace(/[^\p{L}]/gu, "").length < 8;
}

/** What a text consists of when its end is its beginning again: of `otterotterott` that is `otter`. */
function repeatedParts(text: string): string[] {
  const folded = text.toLowerCase();
  return Array.from({ length: folded.length }, (_, length) => length)
    .filter((length) => length > 0 && folded.startsWith(folded.slice(length)))
    .map((length) => folded.slice(0, length));
}

const isMixed = (password: string): boolean =>
  [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].every((kind) => kind.test(password));

interface Estimator {
  isListed(password: string): boolean;
  /** 0 (guessed at once) to 4. */
  score(password: string, words: readonly string[]): number;
}

let loading: Promise<Estimator> | undefined;

/** Some megabytes of words, which a server that sets no password never loads. */
const loadEstimator = (): Promise<Estimator> => {
  loading ??= load();
  return loading;
};

async function load(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const listed = new Set(dictionary["passwords-common"]);
  const factory = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return {
    isListed: (password) => listed.has(password.toLowerCase()),
    score: (password, words) => factory.check(password, [...words]).score,
  };
}
