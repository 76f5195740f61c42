import { openPdf } from "../pdf/pdf-file.ts";
import { openPdfium } from "../pdf/pdfium.ts";
import type { Pixels } from "../pdf/render-page.ts";
import { renderPage } from "../pdf/render-page.ts";
import type { MadePage } from "./make-pdf.ts";
import { makePdf } from "./make-pdf.ts";
import { testTools } from "./parse-tools.ts";
import type { Random } from "./random.ts";

/** A page as a scanner would give it: grey pixels, with specks where wanted. */
export async function makeScan(
  lines: NonNullable<MadePage["lines"]>,
  { dotsPerInch = 150, specks = 0, random = () => 0 as number } = {} as {
    dotsPerInch?: number;
    specks?: number;
    random?: Random;
  },
): Promise<Pixels> {
  const pdfium = await openPdfium(testTools().resources);
  const file = openPdf(pdfium, makePdf({ pages: [{ lines }] }));
  const pixels = file.withPage(0, (page) => renderPage(pdfium, page, dotsPerInch / 72, true));
  file.close();
  if (pixels === undefined) throw new Error("The page could not be drawn");
  for (let speck = 0; speck < specks; speck++) pixels.data[random(pixels.data.length)] = random(2) * 255;
  return pixels;
}

/** Turned clockwise by quarters. */
export function turnQuarters(pixels: Pixels, quarters: number): Pixels {
  let turned = pixels;
  for (let quarter = 0; quarter < quarters; quarter++) {
    const { width, height, data } = turned;
    const next = new Uint8Array(data.length);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) next[x * height + (height - 1 - y)] = data[y * width + x] ?? 255;
    turned = { ...turned, width: height, height: width, data: next };
  }
  return turned;
}

/** Turned by a little, as paper lies on a scanner; what comes in from outside is white. */
export function skew({ width, height, data, isGray }: Pixels, degrees: number): Pixels {
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const next = new Uint8Array(data.length).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = x - width / 2;
      const dy = y - height / 2;
      const fromX = Math.round(dx * cosine + dy * sine + width / 2);
      const fromY = Math.round(dy * cosine - dx * sine + height / 2);
      if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height)
        next[y * width + x] = data[fromY * width + fromX] ?? 255;
    }
  }
  return { width, height, isGray, data: next };
}
