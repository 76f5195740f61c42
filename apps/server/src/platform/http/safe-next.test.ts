import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

const origin = "https://notes.example";
const bases = [
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "https://evil.example",
  "https:evil.example",
  "https:/\\evil.example",
  "http://notes.example",
  "https://notes.example.evil.example",
  "https://notes.example@evil.example",
  "https://notes.example:444/",
  "javascript:alert(1)",
  "data:text/html,x",
  "///evil.example",
];
/** A browser drops some characters, a proxy reads twice, a person sees another slash. */
const variants: readonly ((next: string) => string)[] = [
  (next) => next,
  (next) => `\t${next}`,
  (next) => `${next[0]}\t${next.slice(1)}`,
  (next) => `${next[0]}\r\n${next.slice(1)}`,
  (next) => ` ${next}`,
  (next) => `\u0000${next}`,
  (next) => `\u200b${next}`,
  (next) => next.replaceAll("/", "\\"),
  (next) => `${next}/%0d%0aset-cookie:a=b`,
  (next) => `${next}#@notes.example`,
];
const encoded = [
  "/%2fevil.example",
  "/%5cevil.example",
  "/%255cevil.example",
  "/%25252fevil.example",
  "/%09/evil.example",
];

describe("where somebody goes once they signed in", () => {
  it.each([...bases.flatMap((base) => variants.map((vary) => vary(base))), ...encoded].map((next) => [next]))(
    "is never %j",
    (next) => {
      expect(safeNext(next, origin)).toBe("/");
    },
  );

  it("is nothing that takes long to read: all others would wait", () => {
    expect(safeNext(`/${"a".repeat(1990)}`, origin)).toHaveLength(1991);
    expect(safeNext(`/a%${"25".repeat(100_000)}`, origin)).toBe("/");
  });

  it.each([
    [undefined, "/"],
    ["", "/"],
    ["/chat?conversationId=1#last", "/chat?conversationId=1#last"],
    ["https://notes.example/search?q=a%2F%2Fb", "/search?q=a%2F%2Fb"],
    ["chat", "/chat"],
    ["/share/chat/caf%C3%A9", "/share/chat/caf%C3%A9"],
    ["/server/admin/users?page=2", "/server/admin/users?page=2"],
    // What would sign out again, or come back here for ever.
    ["/auth/logout", "/"],
    ["/login?next=/login", "/"],
    ["/%zz", "/"],
  ])("%j is %j", (next, place) => {
    expect(safeNext(next, origin)).toBe(place);
  });
});
