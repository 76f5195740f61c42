import type { BinarySource, ParseTools } from "../binary-parser.ts";
import { BlockWriter } from "../block-writer.ts";
import { UnreadableError } from "../document.ts";
import type { Page } from "../layout.ts";
import { type ReadPicture, readPicture, toGroups } from "../ocr/read-picture.ts";
import { openTesseract } from "../ocr/tesseract.ts";
import { turnBack } from "../ocr/turn-back.ts";
import type { Draft } from "../parser.ts";
import { type TextSoFar, writePage } from "../pdf/page-text.ts";
import { readPictureHeader } from "../picture-files.ts";

/** Reads the words in a picture. One without words is kept all the same: it is found by its name. */
export async function parseImage({ bytes }: BinarySource, tools: ParseTools): Promise<Draft> {
  const header = readPictureHeader(bytes);
  if (header === undefined) throw new UnreadableError("The picture is damaged: its beginning cannot be read.");
  const { width, height, orientation } = header;
  if (width * height > tools.limits.pixels)
    throw new UnreadableError(
      `The picture has ${width} × ${height} pixels; up to ${Math.round(tools.limits.pixels / 1e6)} million are read.`,
    );
  const isSideways = orientation >= 5;
  const size = isSideways ? { width: height, height: width } : { width, height };
  if (tools.ocr.left() <= 0) return draftOf(size, undefined, true);
  const tesseract = await openTesseract(tools.resources);
  const start = performance.now();
  const read = readPicture(tesseract, bytes, { exif: orientation, isLate: tools.isLate });
  tools.ocr.spend(performance.now() - start);
  if (read === undefined) throw new UnreadableError(`The ${header.kind} picture is damaged: it cannot be drawn.`);
  return draftOf(size, read, false);
}

const waiting = "Its words could not be read yet: a picture takes longer.";

function draftOf(size: { width: number; height: number }, read: ReadPicture | undefined, waits: boolean): Draft {
  const writer = new BlockWriter();
  const soFar: TextSoFar = { text: "" };
  const groups = read === undefined ? [] : toGroups(read, 1);
  const written = writePage(soFar, groups, [], writer);
  const words = read === undefined ? [] : written.words.map((word) => turnBack(word, read, size));
  const page: Page = { number: 1, ...size, start: written.start, end: written.end, words };
  return {
    text: soFar.text,
    title: undefined,
    tags: [],
    classification: undefined,
    privateBy: undefined,
    blocks: writer.blocks,
    missing: waits ? [waiting] : [],
    pages: [page],
    waits,
  };
}
