import { chunk, parse } from "@khoj/text";
import { describe, expect, it } from "vitest";
import { joinPassage } from "./join-passage.ts";

/** What is shown of the chunk that has `word`, with two neighbours on each side as the store fetches them. */
async function shown(fileName: string, text: string, word: string): Promise<string> {
  const document = await parse({ bytes: Buffer.from(text), fileName });
  const chunks = chunk(document);
  const hit = chunks.find((one) => one.text.includes(word));
  if (hit === undefined) throw new Error(`no chunk has ${word}`);
  const around = chunks.filter(
    (one) => one.sectionStart === hit.sectionStart && Math.abs(one.ordinal - hit.ordinal) <= 2,
  );
  const fileType = fileName.endsWith(".org") ? "org" : fileName.endsWith(".md") ? "markdown" : "plaintext";
  return joinPassage({ ...hit, fileType, wholeText: undefined, around });
}

const filler = (word: string, sentences = 10) =>
  Array(sentences).fill(`The ${word} filled the page with one more sentence.`).join(" ");

describe("a passage", () => {
  it("is a verbatim stretch of the note, white space between its chunks included", async () => {
    const text = `# Log\n\n${filler("one")}\n\n- ${filler("two")}\n- The wombat.\n\n\`\`\`\n${"code here\n".repeat(30)}\`\`\`\n`;
    const passage = await shown("a.md", text, "wombat");
    expect(text).toContain(passage.replace(/^# Log\n(?!\n)/, ""));
    expect(passage).toContain("wombat");
  });

  it("is not longer than upstream's entries", async () => {
    const passage = await shown("a.txt", `${filler("one", 200)} The wombat. ${filler("two", 200)}`, "wombat");
    expect(passage.length).toBeGreaterThan(900);
    expect(passage.length).toBeLessThan(1800);
  });

  it("stands under every heading once, whether the chunk begins with some of them or with none", async () => {
    const text = `# A\n## B\n${filler("one")}\n\n${filler("two")}\n\n${filler("three")}\n\nThe wombat.\n\n### C\nThe quokka.\n`;
    for (const word of ["one", "wombat"]) {
      const lines = (await shown("a.md", text, word)).split("\n");
      expect(lines.slice(0, 2), word).toEqual(["# A", "## B"]);
      expect(
        lines.filter((line) => line === "# A"),
        word,
      ).toHaveLength(1);
      expect(
        lines.filter((line) => line === "## B"),
        word,
      ).toHaveLength(1);
    }
    expect(await shown("a.md", text, "quokka")).toBe("# A\n## B\n### C\nThe quokka.");
  });

  it("knows headings that are underlined", async () => {
    const text = `Title\n=====\n\nPart\n----\nThe wombat.\n\n${filler("one", 30)}`;
    const lines = (await shown("a.md", text, "wombat")).split("\n");
    expect(lines.filter((line) => /Title|Part/.test(line))).toEqual(["Title", "Part"]);
  });

  it("marks the headings of Org by stars", async () => {
    const text = `* TODO Year :log:\n${filler("one")}\n** June\n${filler("two")}\n\n${filler("three")}\n\nThe wombat.\n`;
    const lines = (await shown("a.org", text, "wombat")).split("\n");
    expect(lines[0]).toMatch(/^\* .*Year/);
    expect(lines[1]).toBe("** June");
  });
});
