import { describe, expect, it } from "vitest";
import { chunk } from "./chunk/chunk.ts";
import { parseText } from "./testing/fixture.ts";

const many = Array.from({ length: 100_000 }, (_, number) => `tag${number}`);

describe("a document of very many tags", () => {
  it("has the first ones, says so, and keeps the others as words of its text", async () => {
    const document = await parseText("many.md", `# Tags\n\n${many.map((tag) => `#${tag}`).join(" ")}\n`);
    expect(document.tags).toEqual(many.slice(0, 200));
    expect(document.missing).toEqual(["Of its 100000 tags 200 were taken."]);
    expect(document.text).toContain("#tag99999");
  });

  it("does not put those of a headline on every chunk below it", async () => {
    const document = await parseText("many.org", `* Head :${many.join(":")}:\n\n${"A sentence of it. ".repeat(200)}\n`);
    for (const { tags } of chunk(document)) expect(tags.length).toBeLessThanOrEqual(200);
  });
});
