import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import { checkDocument } from "../testing/check-document.ts";
import { fixture, parseText } from "../testing/fixture.ts";
import { chunk } from "./chunk.ts";

const chunksOf = async (name: string, text: string) => chunk(await parseText(name, text));
const sentence = (n: number): string => `This is sentence number ${n}, which is of a middling length.`;
const sentences = (count: number, between = " "): string =>
  Array.from({ length: count }, (_, n) => sentence(n)).join(between);

describe("chunks", () => {
  it("end with sentences, near 500 characters", async () => {
    const chunks = await chunksOf("a.md", sentences(100));
    for (const piece of chunks) expect(piece.text).toMatch(/^This.*length\.$/s);
    for (const piece of chunks.slice(0, -1)) expect(piece.text.length).toBeGreaterThan(400);
  });

  it("do not end after an abbreviation or an initial", async () => {
    const text = "Yesterday Dr. Ng and J. R. Okafor met at no. 12, e.g. for tea, and talked about the roof. ".repeat(
      30,
    );
    for (const piece of await chunksOf("a.md", text)) expect(piece.text).toMatch(/^Yesterday.*roof\.$/s);
  });

  it("end with items in a list and with lines in code", async () => {
    const list = Array.from({ length: 60 }, (_, n) => `- item ${n} is here. And it has two sentences`).join("\n");
    for (const piece of await chunksOf("a.md", list)) expect(piece.text).toMatch(/^- item.*two sentences$/s);
    const code = Array.from({ length: 60 }, (_, n) => `call(${n}); // Done. Next comes another one`).join("\n");
    for (const piece of await chunksOf("a.md", `\`\`\`\n${code}\n\`\`\`\n`))
      expect(piece.text).toMatch(/another one(?:\n```)?$/);
  });

  it("end with sentences in Chinese, Japanese and Arabic", async () => {
    const chinese = "今天天气很好，我们去公园散步。你想一起来吗？当然可以！".repeat(60);
    for (const piece of await chunksOf("a.md", chinese)) expect(piece.text).toMatch(/[。？！]$/);
    const japanese = "「明日は晴れるだろう。」と彼は言った。".repeat(60);
    for (const piece of await chunksOf("a.md", japanese)) expect(piece.text).toMatch(/^「.*[。」]$/s);
    const arabic = "ذهبنا إلى السوق القديم صباح يوم الجمعة. هل تتذكر رائحة القهوة؟ ".repeat(30);
    for (const piece of await chunksOf("a.md", arabic)) expect(piece.text).toMatch(/[.؟]$/);
  });

  it("part no word of a script without spaces", async () => {
    const words = ["สวัสดี", "ครับ", "ตลาด", "มะม่วง", "เรื่อง"];
    const text = words.join("").repeat(200);
    const boundaries = new Set<number>();
    for (let at = 0; at < text.length; ) {
      for (const word of words) {
        at += word.length;
        boundaries.add(at);
      }
    }
    const chunks = await chunksOf("a.txt", text);
    expect(chunks.length).toBeGreaterThan(5);
    for (const piece of chunks) expect(boundaries).toContain(piece.end);
  });

  it("part no character, however it is put together", async () => {
    for (const piece of await chunksOf("a.txt", "👩‍👩‍👧e\u0301".repeat(2000))) {
      expect(piece.text.isWellFormed()).toBe(true);
      expect(piece.text).not.toMatch(/^[\u0301\u200D]/);
    }
  });

  it("keep a long address whole and cut a blob", async () => {
    const address = `https://example.org/${"path/".repeat(200)}`;
    const chunks = await chunksOf("a.txt", `${sentences(5)} ${address} ${sentences(5)}`);
    expect(chunks.some((piece) => piece.text.includes(address))).toBe(true);
    const blob = await chunksOf("a.txt", "QUJD".repeat(5000));
    expect(Math.max(...blob.map((piece) => piece.text.length))).toBeLessThanOrEqual(2000);
  });

  it("never cross a heading", async () => {
    const chunks = await chunksOf("a.md", "# A\n\nshort\n\n# B\n\nshort too\n\n## C\n\nmore\n");
    expect(chunks.map((piece) => [piece.headings.join("/"), piece.text])).toEqual([
      ["A", "# A\n\nshort"],
      ["B", "# B\n\nshort too"],
      ["B/C", "## C\n\nmore"],
    ]);
  });

  it("hold a heading together with what stands below it", async () => {
    const chunks = await chunksOf("a.md", `# A\n\n## B\n\n${sentences(30)}\n\n# C\n\n# D\n\ntext\n`);
    expect(chunks[0]?.text).toMatch(/^# A\n\n## B\n\nThis is sentence number 0/);
    expect(chunks[0]?.headings).toEqual(["A", "B"]);
    expect(chunks.slice(-2).map((piece) => piece.text)).toEqual(["# C", "# D\n\ntext"]);
  });

  it("hold a headline, its drawer and the text below together", async () => {
    const drawer = `:LOGBOOK:\n${"- Note taken and kept for a while\n".repeat(10)}:END:\n`;
    const chunks = await chunksOf("a.org", `* A\n${drawer}${sentences(4)}\n`);
    expect(chunks.map((piece) => piece.text.slice(0, 3))).toEqual(["* A"]);
  });

  it("leave no small rest behind", async () => {
    const chunks = await chunksOf("a.md", `${sentences(9)}\n\nShort end.\n`);
    expect(chunks.at(-1)?.text).toMatch(/number.*Short end\.$/s);
  });

  it("say the line they begin at", async () => {
    const text = Array.from(
      { length: 2000 },
      (_, n) => `Line ${n + 1} of a long file.\n${n % 7 === 0 ? "\n" : ""}`,
    ).join("");
    for (const piece of await chunksOf("a.txt", text)) {
      const line = text.split("\n")[piece.line - 1] ?? "";
      expect(piece.text.startsWith(line), `chunk at line ${piece.line}`).toBe(true);
    }
  });

  it("carry the days of their text and of the headings above it", async () => {
    const chunks = await chunksOf("a.md", `# 2024-03-05\n\n${sentences(20)}\n\nDone on 7 March 2024.\n`);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks[0]?.dates).toEqual(["2024-03-05"]);
    expect(chunks.at(-1)?.dates).toEqual(["2024-03-05", "2024-03-07"]);
  });

  it("carry tags of Org headlines, inherited ones too", async () => {
    const [first, second] = await chunksOf("a.org", "* A :x:\ntext\n** B :y:\ntext\n");
    expect(first?.tags).toEqual(["x"]);
    expect(second?.tags).toEqual(["x", "y"]);
  });

  it("leave out rules and empty rows, which hold no word", async () => {
    expect(await chunksOf("a.org", "|---+---|\n|   |   |\n")).toEqual([]);
  });

  it("of notes in five languages hold all of their words", async () => {
    const document = await parse({ fileName: "voices.md", bytes: fixture("voices.md") });
    expect(checkDocument(document)).toHaveLength(5);
  });
});

it("a file of 200,000 headlines is cut in one pass", async () => {
  const text = Array.from({ length: 200_000 }, (_, n) => `* TODO Task ${n} :tag${n % 10}:`).join("\n");
  const chunks = await chunksOf("a.org", text);
  expect(chunks).toHaveLength(200_000);
  expect(chunks.at(-1)?.line).toBe(200_000);
});
