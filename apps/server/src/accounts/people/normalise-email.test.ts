import { expect, it } from "vitest";
import { normaliseEmail } from "./normalise-email.ts";

it("an address is lower case, composed, with its domain in ASCII", () => {
  expect(normaliseEmail(" Jose\u0301@Bücher.Example ")).toBe("josé@xn--bcher-kva.example");
});

it("what is far too long is none before its letters are composed: strangers bring it, and all others would wait", () => {
  const begun = performance.now();
  expect(normaliseEmail(`a${"\u0301".repeat(40_000)}${"\u0323".repeat(40_000)}@example.org`)).toBeUndefined();
  expect(performance.now() - begun).toBeLessThan(1000);
});
