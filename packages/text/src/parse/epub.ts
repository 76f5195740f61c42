import type { BinaryParser } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";
import { draftOfHtml } from "../office/as-html.ts";
import { attributesOf, textOfElement } from "../office/read-elements.ts";
import { takeParts } from "../office/take-parts.ts";
import { nameIn, type Unpacked, unpack } from "../office/unpack.ts";

const container = "META-INF/container.xml";

/** An EPUB book: its chapters in reading order, as the web pages they are. */
export const parseEpub: BinaryParser = async ({ bytes, fileName }, { limits }) => {
  const files = unpack(bytes, (name) => /\.(?:x?html?|xml|opf)$/i.test(name), limits);
  const [root] = attributesOf(files.text(container) ?? "", "rootfile");
  const packageName = root?.get("full-path") ?? "";
  const book = files.text(packageName);
  if (book === undefined) throw new UnreadableError("It is named as a book, but its table of parts is missing.");
  const chapters = chaptersOf(book, packageName);
  const taken = takeParts(chapters, (name) => bodyOf(files, name), { most: limits.characters, called: "chapters" });
  if (chapters.length > 0 && taken.parts.every((body) => body === undefined))
    throw new UnreadableError(
      files.names.includes("META-INF/encryption.xml")
        ? "It is protected against copying; only its own reader can open it."
        : "None of its chapters is in it.",
    );
  const html = taken.parts.map((body) => `<section>${body ?? ""}</section>`).join("\n");
  return draftOfHtml(html, { fileName, title: textOfElement(book, "title"), missing: taken.missing });
};

/** The names of the chapters in the order of the spine. */
function chaptersOf(book: string, packageName: string): readonly string[] {
  const hrefs = new Map(attributesOf(book, "item").map((item) => [item.get("id"), item.get("href")]));
  return attributesOf(book, "itemref").flatMap((reference) => {
    const href = hrefs.get(reference.get("idref"));
    return href === undefined ? [] : [nameIn(packageName, href)];
  });
}

/** What a reader sees of a chapter; its head and title are not said anew for every chapter. */
function bodyOf(files: Unpacked, name: string): string | undefined {
  const page = files.text(name);
  if (page === undefined) return undefined;
  const start = /<body\b[^>]*>/i.exec(page);
  if (start === null) return page;
  const from = start.index + start[0].length;
  const end = page.toLowerCase().lastIndexOf("</body");
  return page.slice(from, end > from ? end : undefined);
}
