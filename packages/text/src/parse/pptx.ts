import type { BinaryParser } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";
import { draftOfHtml, escapeHtml } from "../office/as-html.ts";
import { attributesOf, readElements, textOfElement } from "../office/read-elements.ts";
import { takeParts } from "../office/take-parts.ts";
import { nameIn, type Unpacked, unpack } from "../office/unpack.ts";

const presentation = "ppt/presentation.xml";

/** PowerPoint: each slide under its title, its tables, and what the speaker noted. */
export const parsePptx: BinaryParser = async ({ bytes, fileName }, { limits }) => {
  const isWanted = (name: string) => /^(?:ppt\/(?:presentation|slides\/|notesSlides\/|_rels\/)|docProps\/)/.test(name);
  const files = unpack(bytes, (name) => isWanted(name) && /\.(?:xml|rels)$/.test(name), limits);
  const names = slidesOf(files);
  if (names.length === 0) throw new UnreadableError("It is named as a presentation, but there are no slides in it.");
  const slides = takeParts(names, (name, at) => slideHtml(files, name, at + 1), {
    most: limits.characters,
    called: "slides",
  });
  const title = textOfElement(files.text("docProps/core.xml"), "title");
  return draftOfHtml(slides.parts.join("\n"), { fileName, title, missing: slides.missing });
};

function targetsOf(files: Unpacked, name: string): ReadonlyMap<string | undefined, string> {
  const relations = files.text(name.replace(/([^/]+)$/, "_rels/$1.rels")) ?? "";
  return new Map(
    attributesOf(relations, "Relationship").map((one) => [one.get("Id"), nameIn(name, one.get("Target") ?? "")]),
  );
}

function slidesOf(files: Unpacked): readonly string[] {
  const targets = targetsOf(files, presentation);
  const listed = attributesOf(files.text(presentation) ?? "", "sldId");
  return listed.flatMap((slide) => targets.get(relationOf(slide)) ?? []);
}

/** Its `id` without a prefix is a number of its own; the one of the namespace of relations leads to its file. */
const relationOf = (slide: ReadonlyMap<string, string>): string | undefined =>
  [...slide].find(([name]) => name.endsWith(":id"))?.[1];

function slideHtml(files: Unpacked, name: string, number: number): string | undefined {
  const slide = files.text(name);
  if (slide === undefined) return undefined;
  const { title, body } = readShapes(slide);
  const notesName = [...targetsOf(files, name).values()].find((target) => target.startsWith("ppt/notesSlides/"));
  const notes = notesName === undefined ? "" : readShapes(files.text(notesName) ?? "").body;
  const heading = `<h2>${escapeHtml(title === "" ? `Slide ${number}` : title)}</h2>`;
  return `${heading}${body}${/[\p{L}]/u.test(notes.replaceAll(/<[^>]*>/g, "")) ? `<blockquote>${notes}</blockquote>` : ""}`;
}

/** Paragraphs of the shapes, those of the title shape apart; cells of tables as such. */
function readShapes(xml: string): { title: string; body: string } {
  const body: string[] = [];
  let title = "";
  let kind = "";
  let paragraph: string[] = [];
  readElements(xml, {
    opened(name) {
      if (name === "sp") kind = "";
      if (name === "p") paragraph = [];
      if (name === "br") paragraph.push(" ");
      if (name === "tbl") body.push("<table>");
      if (name === "tr") body.push("<tr>");
      if (name === "tc") body.push("<td>");
    },
    attribute(element, name, value) {
      if (element === "ph" && name === "type") kind = value;
    },
    text(text) {
      paragraph.push(text);
    },
    closed(name) {
      if (name === "tbl") body.push("</table>");
      if (name === "tr") body.push("</tr>");
      if (name === "tc") body.push("</td>");
      if (name !== "p") return;
      const text = paragraph.join("").trim();
      paragraph = [];
      if (text === "" || kind === "sldNum" || kind === "dt" || kind === "ftr") return;
      if (kind === "title" || kind === "ctrTitle") title = title === "" ? text : `${title} ${text}`;
      else body.push(`<p>${escapeHtml(text)}</p>`);
    },
  });
  return { title, body: body.join("") };
}
