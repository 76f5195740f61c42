import type { BinarySource, ParseTools } from "../binary-parser.ts";
import { BlockWriter } from "../block-writer.ts";
import { UnreadableError } from "../document.ts";
import type { Page } from "../layout.ts";
import { readScan } from "../ocr/read-scan.ts";
import type { Draft } from "../parser.ts";
import { describePages } from "../pdf/describe-pages.ts";
import { findHeadings } from "../pdf/find-headings.ts";
import { isReadable, isScan, isUnknown, likelihood } from "../pdf/judge-page.ts";
import { type PageHeading, type TextSoFar, writePage } from "../pdf/page-text.ts";
import { isWhole, openPdf, type PdfFile } from "../pdf/pdf-file.ts";
import { openPdfium, type Pdfium } from "../pdf/pdfium.ts";
import { type PdfPage, readPage } from "../pdf/read-page.ts";
import { inReadingOrder, type Line } from "../pdf/reading-order.ts";

/**
 * Reads a PDF page by page. A page that is a picture, and one whose fonts give its letters no meaning, is read as a
 * picture as long as there is time for that; the rest is named as missing and waits.
 */
export async function parsePdf({ bytes }: BinarySource, tools: ParseTools): Promise<Draft> {
  const pdfium = await openPdfium(tools.resources);
  const file = openPdf(pdfium, bytes);
  try {
    const reading = new PdfReading(pdfium, file, tools);
    await reading.readPages();
    return reading.finish(isWhole(bytes));
  } finally {
    file.close();
  }
}

/** What the picture gave is less like a language than what the file says: it was no prose after all. */
function isWorse(read: readonly (readonly Line[])[], { words, characters, unknown }: PdfPage): boolean {
  if (isUnknown({ characters, unknown })) return false;
  return likelihood(read.flat().flatMap((line) => line.words)) <= likelihood(words);
}

interface Unread {
  readonly broken: number[];
  readonly scans: number[];
  readonly garbled: number[];
  readonly cut: number[];
}

class PdfReading {
  readonly #pdfium: Pdfium;
  readonly #file: PdfFile;
  readonly #tools: ParseTools;
  readonly #writer = new BlockWriter();
  readonly #soFar: TextSoFar = { text: "" };
  readonly #pages: Page[] = [];
  readonly #unread: Unread = { broken: [], scans: [], garbled: [], cut: [] };
  #reached = 0;

  constructor(pdfium: Pdfium, file: PdfFile, tools: ParseTools) {
    this.#pdfium = pdfium;
    this.#file = file;
    this.#tools = tools;
  }

  async readPages(): Promise<void> {
    const { limits } = this.#tools;
    const headings = this.#headingsByPage();
    const last = Math.min(this.#file.pageCount, limits.pages);
    for (; this.#reached < last; this.#reached++) {
      if (this.#tools.isLate() || this.#soFar.text.length > limits.characters) return;
      await this.#readPage(this.#reached, headings.get(this.#reached) ?? []);
    }
  }

  #headingsByPage(): ReadonlyMap<number, PageHeading[]> {
    const byPage = new Map<number, PageHeading[]>();
    for (const { page, title, level } of this.#file.outline)
      byPage.set(page, [...(byPage.get(page) ?? []), { title, level }]);
    return byPage;
  }

  async #readPage(index: number, headings: readonly PageHeading[]): Promise<void> {
    const page = this.#file.withPage(index, (loaded) => readPage(this.#pdfium, loaded, this.#file));
    if (page === undefined) {
      this.#unread.broken.push(index + 1);
      return;
    }
    const groups = await this.#groupsOf(index, page);
    const own = this.#file.outline.length > 0 ? headings : findHeadings(groups);
    const written = writePage(this.#soFar, groups, own, this.#writer);
    this.#writeBelow(page.comments);
    this.#writeLinks(page.links);
    const { width, height } = page;
    this.#pages.push({ number: index + 1, width, height, ...written, end: this.#soFar.text.length });
    if (page.isCut) this.#unread.cut.push(index + 1);
  }

  async #groupsOf(index: number, page: PdfPage): Promise<readonly (readonly Line[])[]> {
    const isGarbled = !isReadable(page);
    if (!isGarbled && !isScan(page)) return inReadingOrder(page.words);
    const pdfium = this.#pdfium;
    const read = await readScan(
      this.#tools,
      (render) => this.#file.withPage(index, (loaded) => render({ pdfium, page: loaded })),
      page,
    );
    if (read !== undefined && !(isGarbled && isWorse(read, page))) return read;
    if (read !== undefined) return inReadingOrder(page.words);
    (isGarbled ? this.#unread.garbled : this.#unread.scans).push(index + 1);
    return isUnknown(page) ? [] : inReadingOrder(page.words);
  }

  /** Addresses that the text does not show stand below it, so that they are found. */
  #writeLinks(links: readonly string[]): void {
    const start = this.#pages.at(-1)?.end ?? 0;
    const shown = this.#soFar.text.slice(start);
    const hidden = links.filter((link) => !shown.includes(link.replace(/^mailto:|^https?:\/\/|\/$/g, "")));
    this.#writeBelow(hidden);
  }

  #writeBelow(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#soFar.text += this.#soFar.text === "" ? "" : "\n\n";
    const begin = this.#soFar.text.length;
    this.#soFar.text += lines.join("\n");
    this.#writer.add("item", begin, this.#soFar.text.length);
  }

  finish(isComplete: boolean): Draft {
    const { scans, garbled, broken, cut } = this.#unread;
    const missing: string[] = [];
    const name = (pages: readonly number[], what: string): void => {
      if (pages.length > 0) missing.push(`${describePages(pages)} ${what}`);
    };
    name(broken, "could not be opened.");
    name(cut, "hold more text than is read of one page.");
    name(scans, "could not be read yet: a scan is read as a picture, which takes longer.");
    name(garbled, "could not be read yet: the text in the file is not what the page shows.");
    const { pageCount } = this.#file;
    if (this.#reached < pageCount)
      missing.push(
        `Of its ${pageCount} pages the first ${this.#reached} were read; the limit of time or size was reached.`,
      );
    if (!isComplete) missing.push("The file's end is missing; what stood there was not read.");
    if (this.#pages.length === 0 && pageCount === broken.length)
      throw new UnreadableError("The PDF is damaged: none of its pages can be opened.");
    return {
      text: this.#soFar.text,
      title: this.#file.title,
      tags: [],
      classification: undefined,
      privateBy: undefined,
      blocks: this.#writer.blocks,
      missing,
      pages: this.#pages,
      waits: scans.length + garbled.length > 0,
    };
  }
}
