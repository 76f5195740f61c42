import mammoth from "mammoth";
import type { BinaryParser } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";
import { draftOfHtml, joinCells } from "../office/as-html.ts";
import { textOfElement } from "../office/read-elements.ts";
import { unpack } from "../office/unpack.ts";

/** Word: headings, lists, tables, footnotes, comments. Pictures in it are left out. */
export const parseDocx: BinaryParser = async ({ bytes, fileName }, { limits }) => {
  if (isOleContainer(bytes))
    throw new UnreadableError(
      "It is a Word document of the old kind (.doc), or behind a password; save it as .docx without one.",
    );
  const files = unpack(bytes, (name) => /\.(?:xml|rels)$/i.test(name), limits);
  if (!files.names.some((name) => name.startsWith("word/")))
    throw new UnreadableError("It is named as a Word document, but there is none in it.");
  const html = await toHtml(files.packAgain());
  const title = textOfElement(files.text("docProps/core.xml"), "title");
  return draftOfHtml(joinCells(html), { fileName, title });
};

/** The container of old Office files, and of new ones that are encrypted. */
const isOleContainer = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;

const styles = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
  "comment-reference => sup",
];
const noPicture = mammoth.images.imgElement(async () => ({ src: "" }));

async function toHtml(bytes: Uint8Array): Promise<string> {
  try {
    const options = { styleMap: styles, convertImage: noPicture };
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, options);
    // The arrows that lead back from footnotes and comments.
    return value.replaceAll(/<a href="#[^"]*">↑<\/a>/g, "");
  } catch (error) {
    const reason =
      error instanceof RangeError
        ? "Its parts lie too deep in each other, or come to more text than can be held in memory."
        : "Its parts are not those of a Word document that can be read.";
    throw new UnreadableError(reason, { cause: error });
  }
}
