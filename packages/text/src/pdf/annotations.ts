import type { Pdfium } from "./pdfium.ts";

/** What people wrote into a page beside its own text. */
export interface Annotations {
  /** Values of the fields of a form, where they are shown: left, top, right, bottom in the page's coordinates. */
  readonly fields: readonly { readonly value: string; readonly edges: readonly [number, number, number, number] }[];
  /** Comments, in the order of the file. */
  readonly comments: readonly string[];
}

/** The form of an open PDF; undefined when it has none. */
export interface PdfForm {
  readonly handle: number;
  close(): void;
}

/** No script of a form runs: its values alone are asked for. */
export function openForm(pdfium: Pdfium, document: number): PdfForm | undefined {
  if (pdfium.FPDF_GetFormType(document) === 0) return undefined;
  const info = pdfium.PDFiumExt_OpenFormFillInfo();
  const handle = info === 0 ? 0 : pdfium.PDFiumExt_InitFormFillEnvironment(document, info);
  if (handle === 0) return undefined;
  return {
    handle,
    close() {
      pdfium.PDFiumExt_ExitFormFillEnvironment(handle);
      pdfium.PDFiumExt_CloseFormFillInfo(info);
    },
  };
}

const mostAnnotations = 5000;
const longestValue = 10_000;
const widget = 20;
/** Text, free text, and marks on the text: highlight, underline, squiggly, strike-out, caret, line to square and stamp. */
const commented: ReadonlySet<number> = new Set([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);

export function readAnnotations(pdfium: Pdfium, page: number, form: PdfForm | undefined): Annotations {
  const fields: Annotations["fields"][number][] = [];
  const comments: string[] = [];
  const count = Math.min(pdfium.FPDFPage_GetAnnotCount(page), mostAnnotations);
  for (let index = 0; index < count; index++) {
    const annotation = pdfium.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    const kind = pdfium.FPDFAnnot_GetSubtype(annotation);
    if (kind === widget && form !== undefined) {
      const value = filledIn(pdfium, form.handle, annotation);
      const edges = value === "" ? undefined : edgesOf(pdfium, annotation);
      if (edges !== undefined) fields.push({ value, edges });
    } else if (commented.has(kind)) {
      const comment = clean(
        pdfium.text((at, size) => pdfium.FPDFAnnot_GetStringValue(annotation, "Contents", at, size)),
      );
      if (comment !== "") comments.push(comment);
    }
    pdfium.FPDFPage_CloseAnnot(annotation);
  }
  return { fields, comments };
}

/** Lists to choose from and texts; a box that is ticked says nothing in words. */
const worded: ReadonlySet<number> = new Set([4, 5, 6]);
const isPassword = 1 << 13;

function filledIn(pdfium: Pdfium, form: number, annotation: number): string {
  if (!worded.has(pdfium.FPDFAnnot_GetFormFieldType(form, annotation))) return "";
  if ((pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & isPassword) !== 0) return "";
  return clean(pdfium.text((at, size) => pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, at, size)));
}

const clean = (text: string): string =>
  text
    .slice(0, longestValue)
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{Cc}\n]/gu, " ")
    .toWellFormed()
    .trim();

function edgesOf(pdfium: Pdfium, annotation: number): readonly [number, number, number, number] | undefined {
  return pdfium.within(16, (at) =>
    pdfium.FPDFAnnot_GetRect(annotation, at)
      ? [pdfium.f32(at), pdfium.f32(at + 4), pdfium.f32(at + 8), pdfium.f32(at + 12)]
      : undefined,
  );
}
