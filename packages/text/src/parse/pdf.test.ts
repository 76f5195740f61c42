import { describe, expect, it } from "vitest";
import { chunk } from "../chunk/chunk.ts";
import type { ParsedDocument } from "../document.ts";
import { packWords, unpackWords } from "../layout.ts";
import { parse } from "../parse.ts";
import { checkDocument } from "../testing/check-document.ts";
import { column, type MadePdf, makePdf } from "../testing/make-pdf.ts";
import { makeScan } from "../testing/make-scan.ts";
import { testTools } from "../testing/parse-tools.ts";
import { seededRandom } from "../testing/random.ts";

const read = (bytes: Uint8Array, tools = testTools({ ocrMilliseconds: 0 })): Promise<ParsedDocument> =>
  parse({ fileName: "paper.pdf", bytes }, tools);
const readMade = (made: MadePdf): Promise<ParsedDocument> => read(makePdf(made));

const left = [
  "The lighthouse keeper wrote every night",
  "about the weather and the ships that",
  "passed the cape. He never left the is-",
  "land for eleven years, and his log is",
  "kept in the museum of the town.",
];
const right = [
  "Nobody knows who painted the door of",
  "the tower in blue. The colour appears",
  "for the first time in the log of 1874,",
  "where it is called the colour of the",
  "sky on a morning without wind.",
];

describe("a PDF", () => {
  it("is read in the order of its columns, whichever the file draws first", async () => {
    const lines = [0, 1, 2, 3, 4].flatMap((at) => [
      ...column([right[at] ?? ""], 310, 700 - at * 14),
      ...column([left[at] ?? ""], 60, 700 - at * 14),
    ]);
    const { text } = await readMade({
      pages: [{ lines: [...column(["A title that runs across both of the columns"], 150, 760, 16), ...lines] }],
    });
    expect(text.replace(/\s+/g, " ")).toContain("kept in the museum of the town. Nobody knows who");
    expect(text.indexOf("A title")).toBe(0);
  });

  it("joins words that were parted at the ends of lines", async () => {
    const { text } = await readMade({ pages: [{ lines: column(left, 60) }] });
    expect(text).toContain("left the island for eleven years");
  });

  it("says of every chunk its page, and where each word stands", async () => {
    const document = await readMade({ pages: [{ lines: column(left, 60) }, { lines: column(right, 60) }] });
    checkDocument(document);
    expect(chunk(document).map(({ page }) => page)).toEqual([1, 2]);
    const [first, second] = document.pages ?? [];
    const word = second?.words.find(({ start, end }) => document.text.slice(start, end) === "painted");
    expect(second).toMatchObject({ number: 2, width: 595, height: 842 });
    expect(word?.x).toBeGreaterThan(100);
    expect(word?.y).toBeCloseTo(842 - 780 - 9, -1);
    if (first === undefined) throw new Error("There is no first page");
    const unpacked = unpackWords(packWords(first), first.start);
    expect(unpacked.map(({ start, end }) => document.text.slice(start, end))).toEqual(
      first.words.map(({ start, end }) => document.text.slice(start, end)),
    );
  });

  it("has its title, the headings of its outline and its hidden links", async () => {
    const document = await readMade({
      title: "The log of the cape",
      outline: [
        { title: "1 Weather", page: 1 },
        { title: "2 Ships", page: 2 },
      ],
      pages: [
        { lines: [...column(["1 Weather"], 60, 800), ...column(left, 60)], link: "https://example.org/cape" },
        { lines: [...column(["2 Ships"], 60, 800), ...column(right, 60)] },
      ],
    });
    expect(document.title).toBe("The log of the cape");
    expect(document.text).toContain("https://example.org/cape");
    const headed = document.blocks.find(({ start, end }) => document.text.slice(start, end).startsWith("Nobody"));
    expect(headed?.headings).toEqual(["2 Ships"]);
  });

  it("has what was filled into its form, beside its label, and what readers noted on it", async () => {
    const document = await readMade({
      pages: [
        {
          lines: [...column(left, 60), ...column(["Name of the keeper:"], 60, 643)],
          field: "Ada Finch",
          comment: "Ask the museum",
        },
      ],
    });
    checkDocument(document);
    expect(document.text).toContain("Name of the keeper: Ada Finch");
    expect(document.text).toContain("Ask the museum");
  });

  it("keeps small raised and lowered letters at their word", async () => {
    const lines = [
      { text: "The gas is CO", x: 60, y: 700, size: 12 },
      { text: "2", x: 136.03, y: 697, size: 8 },
    ];
    const { text } = await readMade({ pages: [{ lines }] });
    expect(text).toBe("The gas is CO2");
  });

  it("ends a word with the letter of its index, where the next does not touch it", async () => {
    const lines = [
      { text: "The map d", x: 60, y: 700, size: 12 },
      { text: "s", x: 112.02, y: 697, size: 8 },
      { text: "n is linear", x: 116.6, y: 700, size: 12 },
    ];
    const { text } = await readMade({ pages: [{ lines }] });
    expect(text).toBe("The map ds n is linear");
  });

  it("reads an accent that is drawn before its letter or after it as one with it", async () => {
    const dots = "\u00a8";
    const lines = [
      { text: "f", x: 60, y: 700 },
      { text: dots, x: 64.29, y: 700 },
      { text: "ur", x: 63.06, y: 700 },
      { text: "Go", x: 60, y: 660 },
      { text: dots, x: 69.8, y: 660 },
      { text: "the", x: 74.67, y: 660 },
    ];
    expect((await readMade({ pages: [{ lines }] })).text).toBe("f\u00fcr\n\nG\u00f6the");
  });

  it("without an outline takes short lines in large letters for headings", async () => {
    const document = await readMade({
      pages: [{ lines: [...column(["Of Ships"], 60, 810, 18), ...column(left, 60)] }],
    });
    expect(document.blocks.at(-1)?.headings).toEqual(["Of Ships"]);
  });

  it("that is cut off says so, and one that is locked too", async () => {
    const whole = makePdf({ pages: [{ lines: column(left, 60) }, { lines: column(right, 60) }] });
    await expect(read(whole.subarray(0, 200))).rejects.toThrow("The PDF is cut off");
    const cut = await read(whole.subarray(0, whole.lastIndexOf("xref") - 1));
    expect(cut.missing).toEqual(["The file's end is missing; what stood there was not read."]);
  });

  it("of more pages than are read names how many were", async () => {
    const bytes = makePdf({ pages: Array.from({ length: 12 }, () => ({ lines: column(left, 60) })) });
    const { missing, pages } = await read(bytes, testTools({ limits: { pages: 10 } }));
    expect([pages?.length, missing]).toEqual([
      10,
      ["Of its 12 pages the first 10 were read; the limit of time or size was reached."],
    ]);
  });

  it("that is a scan is read as a picture, or waits when there is no time for it", async () => {
    const picture = await makeScan(column(left, 60, 780, 14));
    const bytes = makePdf({ pages: [{ picture }] });
    const waiting = await read(bytes);
    expect(waiting).toMatchObject({
      text: "",
      waits: true,
      missing: [expect.stringMatching(/^Page 1 could not be read yet/)],
    });
    const document = await read(bytes, testTools());
    checkDocument(document);
    expect(document.text).toContain("lighthouse keeper");
    const word = document.pages?.[0]?.words.find(({ start, end }) => document.text.slice(start, end) === "lighthouse");
    expect(word?.y).toBeCloseTo(842 - 780 - 11, -1);
  });

  it("whose font lies about its letters is read by what it shows", async () => {
    const lines = column([...left, ...right, ...left], 60, 780, 14);
    const bytes = makePdf({ pages: [{ lines }], isShuffled: true });
    const document = await read(bytes, testTools());
    expect(document.text).toContain("lighthouse keeper");
  });

  it("ends well wherever it is cut or changed", async () => {
    const bytes = makePdf({
      pages: [{ lines: column(left, 60) }, { lines: column(right, 60), link: "https://a.test" }],
    });
    const random = seededRandom(5);
    for (let round = 0; round < 60; round++) {
      const damaged = Uint8Array.from(round % 2 === 0 ? bytes : bytes.subarray(0, random(bytes.length)));
      for (let change = 0; change < random(20); change++) damaged[random(damaged.length)] = random(256);
      damaged.set(Buffer.from("%PDF-"), 0);
      const document = await read(damaged).catch((error: Error) => error);
      if (document instanceof Error) expect(document.name).toBe("UnreadableError");
      else checkDocument(document);
    }
  });
});
