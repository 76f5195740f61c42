import { UnreadableError } from "../document.ts";
import { openForm, type PdfForm } from "./annotations.ts";
import type { Pdfium } from "./pdfium.ts";

/** A PDF that is open in PDFium's memory. Closed by who opened it. */
export interface PdfFile {
  readonly pageCount: number;
  /** What PDFium calls it. */
  readonly document: number;
  readonly form: PdfForm | undefined;
  readonly title: string | undefined;
  readonly outline: readonly OutlineEntry[];
  /** Runs `work` with the page (0-based) loaded; undefined when it cannot be. */
  withPage<Result>(index: number, work: (page: number) => Result): Result | undefined;
  close(): void;
}

/** A heading the file itself names. */
export interface OutlineEntry {
  readonly title: string;
  /** 1 is outermost. */
  readonly level: number;
  /** 0-based. */
  readonly page: number;
}

export function openPdf(pdfium: Pdfium, bytes: Uint8Array): PdfFile {
  const address = pdfium.copyIn(bytes);
  const document = pdfium.FPDF_LoadMemDocument(address, bytes.length, "");
  if (document === 0) {
    const code = pdfium.FPDF_GetLastError();
    pdfium.free(address);
    throw new UnreadableError(reasonOf(code, bytes));
  }
  const form = openForm(pdfium, document);
  return {
    document,
    form,
    pageCount: pdfium.FPDF_GetPageCount(document),
    title: titleOf(pdfium, document),
    outline: readOutline(pdfium, document),
    withPage(index, work) {
      const page = pdfium.FPDF_LoadPage(document, index);
      if (page === 0) return undefined;
      try {
        return work(page);
      } finally {
        pdfium.FPDF_ClosePage(page);
      }
    },
    close() {
      form?.close();
      pdfium.FPDF_CloseDocument(document);
      pdfium.free(address);
    },
  };
}

const passwordAsked = 4;
const unknownSecurity = 5;

function reasonOf(code: number, bytes: Uint8Array): string {
  if (code === passwordAsked) return "The PDF is locked with a password; save it without one and send it again.";
  if (code === unknownSecurity) return "The PDF is locked in a way that is not known here.";
  return isWhole(bytes)
    ? "The PDF is damaged: its pages cannot be found in it."
    : "The PDF is cut off: its end is missing, and its pages cannot be found without it.";
}

/** Whether the file ends as one should. */
export const isWhole = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(Math.max(0, bytes.length - 2048))).includes("%%EOF");

function titleOf(pdfium: Pdfium, document: number): string | undefined {
  const title = pdfium
    .text((address, size) => pdfium.FPDF_GetMetaText(document, "Title", address, size))
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  // What programs put there when nobody gave a title: a file's name, or nothing that is a word.
  const isName =
    /\.(?:docx?|tex|dvi|pdf|indd|pptx?|odt|xlsx?)$/i.test(title) || /^(?:untitled|microsoft word - )/i.test(title);
  return title === "" || isName || !/\p{L}/u.test(title) ? undefined : title.slice(0, 300);
}

const mostEntries = 5000;
const deepest = 16;

/** In the order of the file. Entries that lead nowhere are left out; loops end by the number of entries. */
function readOutline(pdfium: Pdfium, document: number): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  const waiting: { bookmark: number; level: number }[] = [];
  let seen = 0;
  let bookmark = pdfium.FPDFBookmark_GetFirstChild(document, 0);
  let level = 1;
  while (seen++ < mostEntries) {
    if (bookmark === 0) {
      const next = waiting.pop();
      if (next === undefined) break;
      ({ bookmark, level } = next);
      bookmark = pdfium.FPDFBookmark_GetNextSibling(document, bookmark);
      continue;
    }
    const current = bookmark;
    const entry = entryOf(pdfium, document, current, level);
    if (entry !== undefined) entries.push(entry);
    waiting.push({ bookmark: current, level });
    bookmark = level < deepest ? pdfium.FPDFBookmark_GetFirstChild(document, current) : 0;
    level++;
  }
  return entries;
}

function entryOf(pdfium: Pdfium, document: number, bookmark: number, level: number): OutlineEntry | undefined {
  const title = pdfium
    .text((address, size) => pdfium.FPDFBookmark_GetTitle(bookmark, address, size))
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  const target = pdfium.FPDFBookmark_GetDest(document, bookmark) || destinationOfAction(pdfium, document, bookmark);
  const page = target === 0 ? -1 : pdfium.FPDFDest_GetDestPageIndex(document, target);
  return title === "" || page < 0 ? undefined : { title: title.slice(0, 300), level, page };
}

function destinationOfAction(pdfium: Pdfium, document: number, bookmark: number): number {
  const action = pdfium.FPDFBookmark_GetAction(bookmark);
  return action === 0 ? 0 : pdfium.FPDFAction_GetDest(document, action);
}
