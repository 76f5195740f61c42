import type { Resources } from "./binary-parser.ts";
import { UnreadableError } from "./document.ts";

const dotsPerInch = 150;
const pointsPerInch = 72;

/** A page (1-based) of a PDF as a PNG of at most so many pixels, without anything in it being run or fetched. */
export async function drawPage(
  bytes: Uint8Array,
  { page, pixels }: { readonly page: number; readonly pixels: number },
  resources: Resources,
): Promise<Uint8Array> {
  const [{ openPdfium }, { openPdf }, { renderPage }, { toPng }] = await Promise.all([
    import("./pdf/pdfium.ts"),
    import("./pdf/pdf-file.ts"),
    import("./pdf/render-page.ts"),
    import("./picture-files.ts"),
  ]);
  const pdfium = await openPdfium(resources);
  const file = openPdf(pdfium, bytes);
  try {
    const drawn = file.withPage(page - 1, (loaded) => {
      const area = pdfium.FPDF_GetPageWidthF(loaded) * pdfium.FPDF_GetPageHeightF(loaded);
      const scale = Math.min(dotsPerInch / pointsPerInch, Math.sqrt(pixels / Math.max(1, area)));
      return renderPage(pdfium, loaded, scale, false);
    });
    if (drawn === undefined) throw new UnreadableError(`Page ${page} cannot be drawn.`);
    return toPng(drawn);
  } finally {
    file.close();
  }
}
