import { dictionary } from "@zxcvbn-ts/language-common";
import { describe, expect, it } from "vitest";
import { checkPassword } from "./password-rules.ts";

const user = { email: "anna.smith@example.org", role: "user" } as const;
const admin = { email: "root@example.org", role: "admin" } as const;
const leaked = dictionary["passwords-common"] as readonly string[];

describe("a password", () => {
  it("on the list of common and leaked ones is refused, as it stands, with other case, doubled or repeated: none of 195,000 is taken", async () => {
    const taken: string[] = [];
    const variants = [
      (word: string) => word,
      (word: string) => word.toUpperCase(),
      (word: string) => word + word,
      (word: string) => word.repeat(Math.ceil(20 / word.length)).slice(0, 20),
    ];
    for (const word of leaked)
      for (const vary of variants) {
        const password = vary(word);
        if ((await checkPassword(password, user)) === undefined) taken.push(password);
      }
    expect(leaked.length * variants.length).toBeGreaterThan(190_000);
    expect(taken).toEqual([]);
  });

  it.each([
    ["short of fifteen", "cinder-otter-ax", true],
    ["of fourteen", "cinder-otter-a", false],
    ["of fifteen letters counted as people do, not as bytes", "größe-übel-hän", false],
    ["of words that do not belong together", "cinder otter velvet lamp", true],
    ["with words of another script", "ποτάμι λάμπα βελούδο", true],
    ["of one letter", "aaaaaaaaaaaaaaaaaaaa", false],
    ["that repeats", "ab1!ab1!ab1!ab1!ab1!", false],
    ["that is the address", "anna.smith@example.org", false],
    ["made of the address", "AnnaSmith-example-2026!", false],
    ["made of the program's name", "khoj-khoj-password-1", false],
    ["that holds a name among much else", "smith rides velvet otters", true],
    ["along the keyboard", "qwertyuiop[]asdfgh", false],
    ["of a date and a year", "01.01.1990-01.01.1990", false],
    ["with a character that cannot be typed", "cinder otter \u0007velvet", false],
    ["beyond what is hashed", "velvet otter ".repeat(30), false],
  ])("%s", async (_what, password, taken) => {
    const wrong = await checkPassword(password, user);
    expect(wrong === undefined, wrong ?? "taken").toBe(taken);
    if (wrong !== undefined) expect(wrong).not.toContain(password);
  });

  it.each([
    ["fifteen characters, mixed", "Velvet-otter-7!", false],
    ["sixteen, mixed", "Velvet-otters-7!", true],
    ["long and hard to guess without any mixing", "cinder otter velvet lamp orbit", true],
    ["sixteen small letters that a guesser finds", "yellowsubmarines", false],
  ])("of an administrator: %s", async (_what, password, taken) => {
    const wrong = await checkPassword(password, admin);
    expect(wrong === undefined, wrong ?? "taken").toBe(taken);
  });
});
