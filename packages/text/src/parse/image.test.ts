import { describe, expect, it } from "vitest";
import type { ParsedDocument } from "../document.ts";
import { parse } from "../parse.ts";
import { readPictureHeader, toPng } from "../picture-files.ts";
import { column } from "../testing/make-pdf.ts";
import { makeScan, skew, turnQuarters } from "../testing/make-scan.ts";
import { testTools } from "../testing/parse-tools.ts";
import { seededRandom } from "../testing/random.ts";

const lines = column(["Harbour dues for March", "Paid by the ketch Sparrow", "Total 1874 shillings"], 60, 700, 22);
const read = (bytes: Uint8Array, tools = testTools()): Promise<ParsedDocument> =>
  parse({ fileName: "receipt.png", bytes }, tools);
const wordsOf = (document: ParsedDocument): string => document.text.replace(/\s+/g, " ");

describe("a picture", () => {
  it("is found by its words, although it is noisy and lies askew", async () => {
    const scan = await makeScan(lines, { specks: 2000, random: seededRandom(3) });
    const document = await read(toPng(skew(scan, 1.2)));
    expect(wordsOf(document)).toMatch(/Harbour dues for March Paid by the ketch Sparrow Total 1874 shillings/);
    expect(document.pages).toMatchObject([{ number: 1, width: scan.width, height: scan.height }]);
  });

  it.each([1, 2, 3])("turned by %i quarters is read, and its words stand where they are seen", async (quarters) => {
    const upright = await makeScan(lines);
    const turned = turnQuarters(upright, quarters);
    const document = await read(toPng(turned));
    expect(wordsOf(document)).toContain("ketch Sparrow");
    const word = document.pages?.[0]?.words.find(({ start, end }) => document.text.slice(start, end) === "Sparrow");
    if (word === undefined) throw new Error("The word has no place");
    const darkest = (x: number, y: number, width: number, height: number): number => {
      let least = 255;
      for (let row = Math.round(y); row < y + height; row++)
        for (let at = Math.round(x); at < x + width; at++)
          least = Math.min(least, turned.data[row * turned.width + at] ?? 255);
      return least;
    };
    expect(darkest(word.x, word.y, word.width, word.height)).toBeLessThan(80);
    expect(word.width > word.height).toBe(quarters === 2);
  });

  it("without words has none, and one there is no time for waits", async () => {
    expect(
      await read(toPng({ width: 40, height: 30, isGray: true, data: new Uint8Array(1200).fill(255) })),
    ).toMatchObject({ text: "", missing: [] });
    const waiting = await read(toPng(await makeScan(lines)), testTools({ ocrMilliseconds: 0 }));
    expect(waiting).toMatchObject({ text: "", waits: true });
  });

  it("of more pixels than are read is refused by its header, before anything is unpacked", async () => {
    const small = toPng({ width: 1, height: 1, isGray: true, data: new Uint8Array(1) });
    const huge = Buffer.from(small);
    huge.writeUInt32BE(30_000, 16);
    huge.writeUInt32BE(30_000, 20);
    await expect(read(huge)).rejects.toThrow("The picture has 30000 × 30000 pixels; up to 60 million are read.");
  });

  it("that is broken says so", async () => {
    const png = toPng(await makeScan(lines));
    await expect(read(png.subarray(0, 20))).rejects.toThrow("The picture is damaged");
    await expect(read(Buffer.concat([png.subarray(0, 60), Buffer.alloc(200, 7)]))).rejects.toThrow("damaged");
  });

  it("tells its size and how the camera was held", () => {
    const exif = Buffer.from("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", "latin1");
    const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif]);
    const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0]);
    expect(readPictureHeader(Buffer.concat([Buffer.from([0xff, 0xd8]), app1, frame]))).toEqual({
      kind: "JPEG",
      width: 40,
      height: 30,
      orientation: 6,
    });
  });
});
