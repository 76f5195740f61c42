import mammoth from "mammoth";
import type { BinaryParser } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";
import { draftOfHtml, joinCells } from "../office/as-html.ts";
import { textOfElement } from "../office/read-elements.ts";
import { unpack } from "../office/unpack.ts";

/** Word: headings, lists, tables, footnotes, comments. Pictures in it are left out. */
export const parseDocx: BinaryParser = async ({ bytes, fileName }, { limits }) => {
  const files = unpack(bytes, (name) => /\.(?:xml|rels)$/i.test(name), limits);
  if (!files.names.some((name) => name.startsWith("word/")))
    throw new UnreadableError("It is named as a Word document, but there is none in it.");
  const html = await toHtml(files.packAgain());
  const title = textOfElement(files.text("docProps/core.xml"), "title");
  return draftOfHtml(joinCells(html), { fileName, title });
};

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
    throw new UnreadableError("Its parts are not those of a Word document that can be read.", { cause: error });
  }
}
