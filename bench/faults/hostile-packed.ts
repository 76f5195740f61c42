import { deflateRawSync } from "node:zlib";
import { file, type HostileFile } from "./hostile-file.ts";
import { type Member, makeZip, member } from "./make-zip.ts";

/** Office formats, each as the least that its reader takes: what stands in it, and its other parts. */
type Format = (content: Member | string, ...more: readonly Member[]) => readonly Member[];

const named = (name: string, content: Member | string): Member =>
  typeof content === "string" ? member(name, content) : { ...content, name };
const office = "http://schemas.openxmlformats.org";
const relations = (kind: string, ...targets: readonly string[]): string =>
  `<Relationships xmlns="${office}/package/2006/relationships">${targets.map((target, n) => `<Relationship Id="rId${n + 1}" Type="${office}/officeDocument/2006/relationships/${kind}" Target="${target}"/>`).join("")}</Relationships>`;
const types = (part: string, type: string): string =>
  `<Types xmlns="${office}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;
const book = "xl/workbook.xml";
const formats: Readonly<Record<string, Format>> = {
  docx: (content, ...more) => [
    member("[Content_Types].xml", types("word/document.xml", "wordprocessingml.document")),
    member("_rels/.rels", relations("officeDocument", "word/document.xml")),
    named("word/document.xml", content),
    ...more,
  ],
  xlsx: (content, ...more) => [
    member(
      "[Content_Types].xml",
      types(book, "spreadsheetml.sheet").replace(
        "</Types>",
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
      ),
    ),
    member("_rels/.rels", relations("officeDocument", book)),
    member(
      book,
      `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    member("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
    named("xl/worksheets/sheet1.xml", content),
    ...more,
  ],
  pptx: (content, ...more) => [
    member("[Content_Types].xml", types("ppt/presentation.xml", "presentationml.presentation")),
    member("ppt/presentation.xml", slideList(1)),
    member("ppt/_rels/presentation.xml.rels", relations("slide", "slides/slide1.xml")),
    named("ppt/slides/slide1.xml", content),
    ...more,
  ],
  odt: (content, ...more) => [
    member("mimetype", "application/vnd.oasis.opendocument.text"),
    named("content.xml", content),
    ...more,
  ],
  epub: (content, ...more) => [
    member("mimetype", "application/epub+zip"),
    member("META-INF/container.xml", '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'),
    member("book.opf", spine(1)),
    named("one.xhtml", content),
    ...more,
  ],
};

const slideList = (count: number): string =>
  `<p:presentation><p:sldIdLst>${'<p:sldId id="256" r:id="rId1"/>'.repeat(count)}</p:sldIdLst></p:presentation>`;
const spine = (count: number): string =>
  `<package><metadata><dc:title>Book</dc:title></metadata><manifest><item id="a" href="one.xhtml"/></manifest><spine>${'<itemref idref="a"/>'.repeat(count)}</spine></package>`;
const w = `xmlns:w="${office}/wordprocessingml/2006/main"`;
const word = (body: string): string => `<w:document ${w}><w:body>${body}</w:body></w:document>`;
const sheet = (rows: string): string =>
  `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const openText = (body: string): string =>
  `<office:document-content><office:body><office:text>${body}</office:text></office:body></office:document-content>`;

const of = (own: string, format: string, content: Member | string, ...more: readonly Member[]): HostileFile =>
  file(own, format, makeZip((formats[format] ?? (() => []))(content, ...more)));
const each = (own: string, content: (format: string) => Member | string): HostileFile[] =>
  Object.keys(formats).map((format) => of(`${own}-${format}q`, format, content(format)));

/** Office files that ask for much: entities, depth, members, parts that are named again and again. */
export function packedBombs(depth: number, { isLarge }: { readonly isLarge: boolean }): HostileFile[] {
  const page = `<html><body><p>${"A chapter that is named very often. ".repeat(30_000)}</p></body></html>`;
  const note = `<w:footnotes ${w}><w:footnote w:id="2"><w:p><w:r><w:t>${"A note that is named very often. ".repeat(3000)}</w:t></w:r></w:p></w:footnote></w:footnotes>`;
  const count = isLarge ? 60_000 : 4000;
  return [
    ...each("laughs", (format) => bodyOf(format, "&e9;").replace(/^/, entities())),
    ...each("nested", (format) => nestedIn(format, depth)),
    of("members-docxq", "docx", word("<w:p/>"), ...manyMembers(count, member("x", "<a/>"))),
    file(
      "overlap-docxq",
      "docx",
      makeZip([...(formats.docx?.(word("<w:p/>")) ?? []), ...manyMembers(count, member("x", "a".repeat(1e6)))], {
        overlap: true,
      }),
    ),
    of(
      "notes-docxq",
      "docx",
      word(`<w:p>${'<w:r><w:footnoteReference w:id="2"/></w:r>'.repeat(20_000)}</w:p>`),
      ...notes(note),
    ),
    of("wide-xlsxq", "xlsx", sheet(lastCells(20_000))),
    of("cells-odtq", "odt", openText("<table:table-cell>".repeat(200_000))),
    of("headings-odtq", "odt", openText("<text:p>a</text:p></text:h>".repeat(200_000))),
    of("spaces-odtq", "odt", openText('<text:s text:c="2000000000"/>'.repeat(100_000))),
    file("archive-zipq", "zip", makeZip([member("notes/secret.md", "# Nobody opens this")])),
    ...(isLarge
      ? [
          of(
            "strings-xlsxq",
            "xlsx",
            sheet(cells(200_000)),
            ...sharedString("A text that is named very often. ".repeat(30_000)),
          ),
          of("chapters-epubq", "epub", page, member("book.opf", spine(20_000))),
          of("slides-pptxq", "pptx", page.replaceAll("p>", "a:p>"), member("ppt/presentation.xml", slideList(20_000))),
        ]
      : []),
  ];
}

/** Those that unpack to a gigabyte, say so or do not, and those that stay just below what is read. */
export function packedGigabytes(): HostileFile[] {
  const much = (bytes: number): Member => {
    const content = Buffer.alloc(bytes, "<w:p><w:r><w:t>Ships passed.</w:t></w:r></w:p>\n");
    return { name: "", packed: deflateRawSync(content, { level: 1 }), size: bytes };
  };
  const gigabyte = much(1 << 30);
  const within = 300e6;
  const filled = (format: string): Member => {
    const [before = "", after = ""] = bodyOf(format, "\u0000").split("\u0000");
    const content = Buffer.alloc(within, linesOf[format] ?? "Ships passed. ");
    content.write(before.replace(/(?:<(?:w:p|w:r|w:t|row|c|is|t|text:p|a:p|a:r|a:t|p)\b[^>]*>)+$/, ""));
    const end = after.replace(/^(?:<\/(?:w:p|w:r|w:t|row|c|is|t|text:p|a:p|a:r|a:t|p)>)+/, "");
    content.write(end, within - Buffer.byteLength(end));
    return { name: "", packed: deflateRawSync(content, { level: 1 }), size: within };
  };
  return [
    ...each("gigabyte", () => gigabyte),
    ...each("small-said", () => ({ ...gigabyte, size: 1000 })),
    ...each("large-said", (format) => ({ ...member("", bodyOf(format, "Ships.")), size: within })),
    ...each("much", filled),
  ];
}

const linesOf: Readonly<Record<string, string>> = {
  docx: "<w:p><w:r><w:t>Ships passed.</w:t></w:r></w:p>\n",
  xlsx: "<row><c><v>7</v></c></row>\n",
  odt: "<text:p>Ships passed.</text:p>\n",
  pptx: "<a:p><a:r><a:t>Ships passed.</a:t></a:r></a:p>\n",
  epub: "<p>Ships passed.</p>\n",
};

function bodyOf(format: string, content: string): string {
  if (format === "docx") return word(`<w:p><w:r><w:t>${content}</w:t></w:r></w:p>`);
  if (format === "xlsx") return sheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>${content}</t></is></c></row>`);
  if (format === "odt") return openText(`<text:p>${content}</text:p>`);
  if (format === "pptx")
    return `<p:sld><p:sp><p:txBody><a:p><a:r><a:t>${content}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>`;
  return `<html><body><p>${content}</p></body></html>`;
}

function entities(): string {
  const list = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join("");
  return `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">${list}]>`;
}

function nestedIn(format: string, depth: number): string {
  const within = (open: string, inner: string, close: string): string =>
    open.repeat(depth) + inner + close.repeat(depth);
  const deep = "<w:p><w:r><w:t>deep</w:t></w:r></w:p>";
  if (format === "docx") return word(within("<w:tbl><w:tr><w:tc>", deep, "</w:tc></w:tr></w:tbl>"));
  if (format === "xlsx") return sheet(within("<row>", "<c><v>1</v></c>", "</row>"));
  if (format === "odt") return openText(within("<text:list><text:list-item>", "deep", "</text:list-item></text:list>"));
  if (format === "pptx")
    return `<p:sld>${within("<p:grpSp>", "<p:sp><a:p><a:t>deep</a:t></a:p></p:sp>", "</p:grpSp>")}</p:sld>`;
  return `<html><body>${within("<div>", "deep", "</div>")}</body></html>`;
}

const manyMembers = (count: number, { packed, size }: Member): Member[] =>
  Array.from({ length: count }, (_, n) => ({ name: `word/part${n}.xml`, packed, size }));

const notes = (footnotes: string): Member[] => [
  member("word/footnotes.xml", footnotes),
  member("word/_rels/document.xml.rels", relations("footnotes", "footnotes.xml")),
];

const cells = (count: number): string =>
  Array.from({ length: count / 10 }, (_, n) => `<row r="${n + 1}">${'<c t="s"><v>0</v></c>'.repeat(10)}</row>`).join(
    "",
  );

const sharedString = (text: string): Member[] => [
  member("xl/sharedStrings.xml", `<sst xmlns="${office}/spreadsheetml/2006/main"><si><t>${text}</t></si></sst>`),
  member(
    "xl/_rels/workbook.xml.rels",
    relations("worksheet", "worksheets/sheet1.xml").replace(
      "</Relationships>",
      `<Relationship Id="rId2" Type="${office}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
  ),
];

/** One cell in each row, as far to the right as there are columns. */
const lastCells = (count: number): string =>
  Array.from({ length: count }, (_, n) => `<row r="${n + 1}"><c r="XFD${n + 1}"><v>1</v></c></row>`).join("");
