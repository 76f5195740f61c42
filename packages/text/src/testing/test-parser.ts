import { describe, expect, it } from "vitest";
import type { ParseInput, TextFormat } from "../document.ts";
import { UnreadableError } from "../document.ts";
import { parse } from "../parse.ts";
import { checkDocument } from "./check-document.ts";
import { type Random, seededRandom } from "./random.ts";

export interface ParserUnderTest {
  readonly format: TextFormat;
  /** A realistic file of the format, and the name it would come under. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Text that nests the format's constructs `depth` deep. */
  nested(depth: number): string;
}

/** The conformance suite of parsers: the test file of each format is this call and its oddities. */
export function testParser(subject: ParserUnderTest): void {
  const { fileName, bytes } = subject;
  describe(`${subject.format} keeps what every parser promises`, () => {
    it("recognises its own file and finds text in it", async () => {
      const document = await parse({ fileName, bytes });
      expect(document.format).toBe(subject.format);
      expect(checkDocument(document).length).toBeGreaterThan(0);
    });

    it("gives the same document twice", async () => {
      expect(await parse({ fileName, bytes })).toEqual(await parse({ fileName, bytes }));
    });

    it("reads the file with Windows line ends", async () => {
      const windows = new TextDecoder().decode(bytes).replaceAll("\n", "\r\n");
      await survives({ fileName, bytes: encode(windows) });
    });

    it("reads nothing as nothing", async () => {
      for (const text of ["", "\n", " \t\r\n \n", "\uFEFF"]) {
        const document = await parse({ fileName, bytes: encode(text) });
        expect(checkDocument(document)).toEqual([]);
      }
    });

    it("ends well wherever the file is cut off", async () => {
      const random = seededRandom(14);
      for (let round = 0; round < 60; round++)
        await survives({ fileName, bytes: bytes.subarray(0, random(bytes.length)) });
    });

    it("ends well when bytes are changed, doubled and shuffled", async () => {
      const random = seededRandom(1861);
      for (let round = 0; round < 80; round++) await survives({ fileName, bytes: damage(bytes, random) });
    });

    it("ends well for bytes that mean nothing", async () => {
      const random = seededRandom(7);
      for (let round = 0; round < 20; round++) {
        await survives({ fileName, bytes: Uint8Array.from({ length: random(3000) }, () => random(256)) });
      }
    });

    it("reads constructs nested 10,000 deep", async () => {
      await survives({ fileName, bytes: encode(subject.nested(10_000)) });
    });

    it("cuts a line of a megabyte, with spaces or without", async () => {
      for (const line of [
        "A very long line of words. ".repeat(40_000),
        "x".repeat(1_000_000),
        "漢字かな".repeat(100_000),
      ]) {
        await survives({ fileName, bytes: encode(line) });
      }
    });
  });
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A damaged file is read, or refused with a reason; nothing else may be thrown. */
async function survives(input: ParseInput): Promise<void> {
  try {
    checkDocument(await parse(input));
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    expect(error.message).not.toBe("");
  }
}

function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = Array.from(bytes);
  for (let change = 0; change <= random(12); change++) {
    const at = random(damaged.length);
    const from = random(damaged.length);
    const piece = damaged.slice(from, from + random(40));
    switch (random(4)) {
      case 0:
        damaged[at] = random(256);
        break;
      case 1:
        damaged.splice(at, random(40));
        break;
      case 2:
        damaged.splice(at, 0, ...piece);
        break;
      default:
        damaged.splice(at, piece.length, ...piece.reverse());
    }
  }
  return Uint8Array.from(damaged);
}
