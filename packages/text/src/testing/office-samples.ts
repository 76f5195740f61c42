import { strToU8, zipSync } from "fflate";

/** A file of an office format, and words that stand in one place of it alone. */
export interface OfficeSample {
  readonly name: string;
  readonly content: Uint8Array;
  /** By the place in words. */
  readonly words: Readonly<Record<string, string>>;
  /** The heading above a word. */
  readonly heading: string;
}

type Files = Readonly<Record<string, string>>;

const zip = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
const office = "http://schemas.openxmlformats.org";
const rels = (...targets: readonly (readonly [kind: string, target: string])[]): string =>
  `<Relationships xmlns="${office}/package/2006/relationships">${targets.map(([kind, target], n) => `<Relationship Id="rId${n + 1}" Type="${office}/officeDocument/2006/relationships/${kind}" Target="${target}"/>`).join("")}</Relationships>`;
const types = (...parts: readonly (readonly [part: string, type: string])[]): string =>
  `<Types xmlns="${office}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${parts.map(([part, type]) => `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`).join("")}</Types>`;
const w = `xmlns:w="${office}/wordprocessingml/2006/main"`;
const paragraph = (text: string, style = "", more = ""): string =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r>${more}</w:p>`;

function makeDocx(): Uint8Array {
  const references = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>';
  const table = `<w:tbl><w:tr><w:tc>${paragraph("Year")}</w:tc><w:tc>${paragraph("Keeper")}</w:tc></w:tr><w:tr><w:tc>${paragraph("1880")}</w:tc><w:tc>${paragraph("Ada Quollsworth")}</w:tc></w:tr></w:tbl>`;
  return zip({
    "[Content_Types].xml": types(["word/document.xml", "wordprocessingml.document.main"]),
    "_rels/.rels": rels(["officeDocument", "word/document.xml"]),
    "word/_rels/document.xml.rels": rels(
      ["styles", "styles.xml"],
      ["footnotes", "footnotes.xml"],
      ["comments", "comments.xml"],
    ),
    "word/styles.xml": `<w:styles ${w}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
    "word/footnotes.xml": `<w:footnotes ${w}><w:footnote w:id="2">${paragraph("As the bilbyarchive has it.")}</w:footnote></w:footnotes>`,
    "word/comments.xml": `<w:comments ${w}><w:comment w:id="0" w:author="Ben" w:initials="B">${paragraph("Ask the numbatmuseum.")}</w:comment></w:comments>`,
    "word/document.xml": `<w:document ${w}><w:body>${paragraph("The lighthouse", "Heading1")}${paragraph("It was built of dunnartstone.", "", references)}${table}</w:body></w:document>`,
  });
}

const openDocument = (kind: string, body: string): Uint8Array =>
  zip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    "content.xml": `<office:document-content><office:body>${body}</office:body></office:document-content>`,
  });

const cell = (text: string): string => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;

const makeOdt = (): Uint8Array =>
  openDocument(
    "text",
    `<office:text><text:h text:outline-level="1">Roof</text:h><text:p>Slate tiles<text:note><text:note-body><text:p>from potoroohill</text:p></text:note-body></text:note><office:annotation><text:p>or bettongwood</text:p></office:annotation></text:p><table:table><table:table-row>${cell("nails")}${cell("kowaribox")}</table:table-row></table:table></office:text>`,
  );

const shape = (kind: string, text: string): string =>
  `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${kind}"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;

const makePptx = (): Uint8Array =>
  zip({
    "[Content_Types].xml": types(["ppt/presentation.xml", "presentationml.presentation.main"]),
    "ppt/presentation.xml": '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
    "ppt/_rels/presentation.xml.rels": rels(["slide", "slides/slide1.xml"]),
    "ppt/slides/slide1.xml": `<p:sld>${shape("title", "Boats")}${shape("body", "nets and wallarooropes")}</p:sld>`,
    "ppt/slides/_rels/slide1.xml.rels": rels(["notesSlide", "../notesSlides/notesSlide1.xml"]),
    "ppt/notesSlides/notesSlide1.xml": `<p:notes>${shape("body", "mention the echidnaoars")}</p:notes>`,
  });

const makeXlsx = (): Uint8Array =>
  zip({
    "[Content_Types].xml": types(
      ["xl/workbook.xml", "spreadsheetml.sheet.main"],
      ["xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"],
    ),
    "_rels/.rels": rels(["officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="Catches" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": rels(["worksheet", "worksheets/sheet1.xml"]),
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c><c r="B1" t="inlineStr"><is><t>quokkaherring</t></is></c></row></sheetData></worksheet>`,
  });

const chapter = (title: string, text: string): string =>
  `<html><head><title>Tides</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;

/** With three chapters in its table of parts, of which the last is not there when `isWhole` is false. */
export const makeEpub = ({ isWhole }: { readonly isWhole: boolean }): Uint8Array =>
  zip({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
    "book.opf": `<package><metadata><dc:title>Tides</dc:title></metadata><manifest><item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`,
    "a.xhtml": chapter("Ebb", isWhole ? "The cassowarywater goes." : "The emuwater goes."),
    ...(isWhole ? { "b.xhtml": chapter("Flood", "It comes.") } : {}),
  });

const makeEml = (): Uint8Array =>
  strToU8(
    "From: Ada Finch <ada@example.org>\r\nTo: ben@example.org\r\nSubject: Nets\r\nDate: Tue, 03 Mar 2026 10:00:00 +0000\r\n" +
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nA b=C3=A4ttongfrog sat on the dam.\r\n",
  );

const makeNotebook = (): Uint8Array =>
  strToU8(
    JSON.stringify({
      nbformat: 4,
      metadata: { language_info: { name: "python" } },
      cells: [
        { cell_type: "markdown", source: ["# Catch\n", "Of last wombatwinter."] },
        {
          cell_type: "code",
          source: "print('possumcode')",
          outputs: [{ output_type: "stream", text: ["42 platypuscrates\n"] }],
        },
      ],
    }),
  );

export const officeSamples = (): readonly OfficeSample[] => [
  {
    name: "plan.docx",
    content: makeDocx(),
    heading: "The lighthouse",
    words: { text: "dunnartstone", table: "quollsworth", footnote: "bilbyarchive", comment: "numbatmuseum" },
  },
  {
    name: "roof.odt",
    content: makeOdt(),
    heading: "Roof",
    words: { note: "potoroohill", comment: "bettongwood", table: "kowaribox" },
  },
  {
    name: "talk.pptx",
    content: makePptx(),
    heading: "Boats",
    words: { slide: "wallarooropes", "speaker's notes": "echidnaoars" },
  },
  { name: "catches.xlsx", content: makeXlsx(), heading: "Catches", words: { cell: "quokkaherring" } },
  {
    name: "tides.epub",
    content: makeEpub({ isWhole: true }),
    heading: "Ebb",
    words: { chapter: "cassowarywater" },
  },
  { name: "nets.eml", content: makeEml(), heading: "Nets", words: { body: "bättongfrog" } },
  {
    name: "catch.ipynb",
    content: makeNotebook(),
    heading: "Catch",
    words: { text: "wombatwinter", code: "possumcode", output: "platypuscrates" },
  },
];
