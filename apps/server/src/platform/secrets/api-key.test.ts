import { describe, expect, it } from "vitest";
import { apiKeyPattern, findApiKeys, isApiKey, makeApiKey } from "./api-key.ts";
import { redactCredentials } from "./redact.ts";

describe("the form of a key", () => {
  it("is what the published expression finds, 52 characters that need no escaping anywhere", () => {
    for (let round = 0; round < 200; round++) {
      const { key, shown } = makeApiKey(round % 2 === 0 ? "kk-" : "kc-");
      expect(key).toMatch(new RegExp(`^${apiKeyPattern}$`));
      expect([key.length, encodeURIComponent(key)]).toEqual([52, key]);
      expect(shown).toMatch(/^k[kc]-.{6}\.\.\..{6}$/);
    }
  });

  it("tells a key from every text that differs from it in one character", () => {
    const { key } = makeApiKey("kk-");
    const others = [...key].flatMap((letter, at) =>
      ["A", "b", "7", "_", "-"]
        .filter((other) => other !== letter)
        .map((other) => key.slice(0, at) + other + key.slice(at + 1)),
    );
    expect(others.filter((other) => isApiKey(other, "kk-"))).toEqual([]);
    expect([isApiKey(key, "kk-"), isApiKey(key, "kc-")]).toEqual([true, false]);
  });

  it("is found wherever it begins, in text and in bytes, each once", () => {
    const one = makeApiKey("kk-").key;
    const other = makeApiKey("kc-").key;
    const text = `kk-${one} x${other}y "${one}" kk-kk- ü${one}`;
    expect(new Set(findApiKeys(text))).toEqual(new Set([one, other]));
    expect(new Set(findApiKeys(Buffer.from(text)))).toEqual(new Set([one, other]));
    expect(findApiKeys(`kk-${"A".repeat(49)}`)).toEqual([]);
  });
});

it("what a log line holds of credentials is taken out, and nothing else", () => {
  const { key } = makeApiKey("kk-");
  const line = JSON.stringify({
    url: `/auth/magic?token=${"a".repeat(43)}&next=/chat`,
    header: `Bearer ${key}`,
    cut: key.slice(0, 30),
    cookie: `__Host-khoj-0a1b2c3d=${"s".repeat(43)}; khoj-flow-0a1b2c3d=${"f".repeat(43)}; theme=dark`,
    code: "ENOENT",
    path: "/api/content/file",
  });
  const kept = redactCredentials(line);
  expect(JSON.parse(kept)).toEqual({
    url: "/auth/magic?token=[taken out]&next=/chat",
    header: "Bearer [taken out]",
    cut: "[taken out]",
    cookie: "__Host-khoj-0a1b2c3d=[taken out]; khoj-flow-0a1b2c3d=[taken out]; theme=dark",
    code: "ENOENT",
    path: "/api/content/file",
  });
});
