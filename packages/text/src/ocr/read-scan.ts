import type { ParseTools } from "../binary-parser.ts";
import type { Pdfium } from "../pdf/pdfium.ts";
import type { Line } from "../pdf/reading-order.ts";
import { renderPage } from "../pdf/render-page.ts";
import { toPgm } from "../picture-files.ts";
import { readPicture, toGroups } from "./read-picture.ts";
import { openTesseract } from "./tesseract.ts";

/** Small print is read at this many dots an inch; tesseract was made for it. */
const dotsPerInch = 250;
const pointsPerInch = 72;
/** Of a drawn page: a poster is drawn coarser. */
const mostPixels = 12e6;

interface OpenPage {
  readonly pdfium: Pdfium;
  readonly page: number;
}

/** Draws a page and reads it; undefined when there is no time left for it. `draw` lends the open page. */
export async function readScan(
  tools: ParseTools,
  draw: (render: (page: OpenPage) => Uint8Array | undefined) => Uint8Array | undefined,
  size: { readonly width: number; readonly height: number },
): Promise<Line[][] | undefined> {
  if (tools.ocr.left() <= 0 || tools.isLate()) return undefined;
  const tesseract = await openTesseract(tools.resources);
  const start = performance.now();
  const scale = Math.min(dotsPerInch / pointsPerInch, Math.sqrt(mostPixels / Math.max(1, size.width * size.height)));
  const picture = draw(({ pdfium, page }) => {
    const pixels = renderPage(pdfium, page, scale, true);
    return pixels === undefined ? undefined : toPgm(pixels);
  });
  const isLate = (): boolean => tools.isLate() || performance.now() - start > tools.ocr.left();
  const read = picture === undefined ? undefined : readPicture(tesseract, picture, { isLate });
  tools.ocr.spend(performance.now() - start);
  return read === undefined ? [] : toGroups(read, 1 / scale);
}
