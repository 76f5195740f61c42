import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type ParseTools, usualLimits } from "../binary-parser.ts";
import { chunk } from "../chunk/chunk.ts";
import { parse } from "../parse.ts";

const tools: ParseTools = {
  limits: usualLimits,
  resources: { read: async () => new Uint8Array(), names: async () => [] },
  isLate: () => false,
  ocr: { left: () => 0, spend() {} },
};
const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
const read = (fileName: string, bytes: Uint8Array, limits = usualLimits) =>
  parse({ bytes, fileName }, { ...tools, limits });
const headingsAt = async (fileName: string, bytes: Uint8Array, word: string) => {
  const chunks = chunk(await read(fileName, bytes));
  return chunks.find(({ text }) => text.includes(word))?.headings;
};

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const paragraph = (text: string, style = "") =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
const types = (part: string, type: string) =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;
const rels = (...targets: readonly (readonly [id: string, kind: string, target: string])[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.map(([id, kind, target]) => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`).join("")}</Relationships>`;

const letter = zip({
  "[Content_Types].xml": types("word/document.xml", "wordprocessingml.document"),
  "_rels/.rels": rels(["rId1", "officeDocument", "word/document.xml"]),
  "docProps/core.xml": `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Harbour plan</dc:title></cp:coreProperties>`,
  "word/styles.xml": `<w:styles ${w}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
  "word/document.xml": `<w:document ${w}><w:body>${paragraph("The lighthouse", "Heading1")}${paragraph("It was built in 1871 &amp; painted white.")}
    <w:tbl><w:tr><w:tc>${paragraph("Year")}</w:tc><w:tc>${paragraph("Keeper")}</w:tc></w:tr><w:tr><w:tc>${paragraph("1880")}</w:tc><w:tc>${paragraph("Ada Finch")}</w:tc></w:tr></w:tbl></w:body></w:document>`,
});

describe("Word documents", () => {
  it("are read with title, headings and tables", async () => {
    const document = await read("plan.docx", letter);
    expect(document).toMatchObject({ format: "docx", title: "Harbour plan", missing: [] });
    expect(document.text).toContain("It was built in 1871 & painted white.");
    expect(document.text).toMatch(/1880\s*\|\s*Ada Finch/);
    expect(await headingsAt("plan.docx", letter, "1871")).toEqual(["The lighthouse"]);
  });

  it("that are none, or cut off, say so", async () => {
    await expect(read("x.docx", zip({ "a.xml": "<a/>" }))).rejects.toThrow("there is none in it");
    await expect(read("x.doc", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0))).rejects.toThrow("of the old kind");
    await expect(read("x.docx", letter.subarray(0, letter.length / 2))).rejects.toThrow("damaged or cut off");
  });
});

describe("packed files", () => {
  it("that would unpack to more than is read are refused before they are", async () => {
    const bomb = zip({ "word/document.xml": "a".repeat(3_000_000), "[Content_Types].xml": "x" });
    expect(bomb.length).toBeLessThan(10_000);
    const limits = { ...usualLimits, unpackedBytes: 1 << 20 };
    await expect(read("bomb.docx", bomb, limits)).rejects.toThrow("Unpacked it is larger than 1 MB");
  });

  it("that name one part very often are read until they come to more text than is read of a file", async () => {
    const long = { ...book, "OEBPS/text/one.xhtml": chapter("Ebb", "The water goes. ".repeat(1000)) };
    const often = {
      ...long,
      "OEBPS/book.opf": book["OEBPS/book.opf"].replace(/<itemref idref="a"\/>/, "$&".repeat(500)),
    };
    const { text, missing } = await read("often.epub", zip(often), { ...usualLimits, characters: 100_000 });
    expect(text.length).toBeLessThan(150_000);
    expect(missing).toEqual(["Of its 501 chapters the first 7 were read; the limit of size was reached."]);
  });

  it("that say a smaller size than they have never grow beyond it", async () => {
    const text = "a".repeat(3_000_000);
    const lying = Buffer.from(zip({ "content.xml": text }));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    for (let at = lying.indexOf(size); at !== -1; at = lying.indexOf(size, at + 1)) lying.writeUInt32LE(10, at);
    await expect(read("lying.odt", lying)).rejects.toThrow(
      "content.xml is cut off, or longer than its ZIP container says",
    );
  });

  it("of any kind are not opened when they are just archives", async () => {
    await expect(read("notes.zip", zip({ "a.md": "secret" }))).rejects.toThrow(
      "This is an archive, which is not opened; unpack it and send what is in it.",
    );
  });
});

const container = `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`;
const chapter = (title: string, text: string) =>
  `<html><head><title>Same in all</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
const book = {
  mimetype: "application/epub+zip",
  "META-INF/container.xml": container,
  "OEBPS/book.opf": `<package><metadata><dc:title>Tides</dc:title></metadata><manifest><item id="b" href="text/two.xhtml"/><item id="a" href="text/one.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`,
  "OEBPS/text/one.xhtml": chapter("Ebb", "The water goes."),
  "OEBPS/text/two.xhtml": chapter("Flood", "The water comes."),
};

describe("EPUB books", () => {
  it("are read chapter by chapter in reading order", async () => {
    const document = await read("tides.epub", zip(book));
    expect(document).toMatchObject({ format: "epub", title: "Tides", missing: [] });
    expect(document.text.indexOf("The water goes.")).toBeLessThan(document.text.indexOf("The water comes."));
    expect(document.text).not.toContain("Same in all");
    expect(await headingsAt("tides.epub", zip(book), "comes")).toEqual(["Flood"]);
  });

  it("with a chapter that is not there are read in part, and say so", async () => {
    const { "OEBPS/text/two.xhtml": _, ...rest } = book;
    expect((await read("tides.epub", zip(rest))).missing).toEqual(["1 of its 2 chapters are not in it."]);
  });
});

const odt = (content: string, extra = {}) =>
  zip({ mimetype: "application/vnd.oasis.opendocument.text", "content.xml": content, ...extra });

describe("OpenDocument texts", () => {
  const content = `<office:document-content><office:body><office:text><text:h text:outline-level="2">Roof</text:h><text:p>Slate<text:s text:c="2"/>tiles<text:note><text:note-body><text:p>from Wales</text:p></text:note-body></text:note></text:p><text:list><text:list-item><text:p>hammer</text:p></text:list-item></text:list><table:table table:name="Costs"><table:table-row><table:table-cell><text:p>nails</text:p></table:table-cell><table:table-cell><text:p>4.20</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>`;

  it("are read with headings, lists, tables and notes", async () => {
    const { text, title } = await read("roof.odt", odt(content));
    expect(title).toBe("Roof");
    expect(text.replaceAll(/ +/g, " ")).toContain("tiles ( from Wales )");
    expect(text).toMatch(/- hammer/);
    expect(text).toMatch(/nails\s*\|\s*4\.20/);
    expect(await headingsAt("roof.odt", odt(content), "Slate")).toEqual(["Roof"]);
  });

  it("behind a password say so", async () => {
    const manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    await expect(read("x.odt", odt("…", { "META-INF/manifest.xml": manifest }))).rejects.toThrow("encrypted");
  });
});

describe("presentations", () => {
  const shape = (kind: string, text: string) =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${kind}"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
  const slides = zip({
    "[Content_Types].xml": types("ppt/presentation.xml", "presentationml.presentation"),
    "ppt/presentation.xml": `<p:presentation><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId r:id="rId1" id="257"/></p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": rels(
      ["rId1", "slide", "slides/slide1.xml"],
      ["rId2", "slide", "slides/slide2.xml"],
    ),
    "ppt/slides/slide1.xml": `<p:sld>${shape("title", "Second")}${shape("body", "nets and ropes")}</p:sld>`,
    "ppt/slides/slide2.xml": `<p:sld>${shape("title", "First")}${shape("sldNum", "1")}${shape("body", "boats")}</p:sld>`,
    "ppt/slides/_rels/slide2.xml.rels": rels(["rId1", "notesSlide", "../notesSlides/notesSlide1.xml"]),
    "ppt/notesSlides/notesSlide1.xml": `<p:notes>${shape("body", "mention the oars")}</p:notes>`,
  });

  it("are read slide by slide in order, with what the speaker noted", async () => {
    const { text } = await read("talk.pptx", slides);
    expect(text.replaceAll(/\s+/g, " ").trim()).toBe("First boats mention the oars Second nets and ropes");
    expect(await headingsAt("talk.pptx", slides, "oars")).toEqual(["First"]);
  });
});

describe("spreadsheets", () => {
  const sheetFiles = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    "_rels/.rels": rels(["rId1", "officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Catches" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": rels(
      ["rId1", "worksheet", "worksheets/sheet1.xml"],
      ["rId2", "styles", "styles.xml"],
    ),
    "xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>day</t></is></c><c r="B1" t="inlineStr"><is><t>herring &amp; cod</t></is></c></row><row r="3"><c r="A3" s="1"><v>45000</v></c><c r="B3"><v>12.5</v></c></row></sheetData></worksheet>`,
  };
  const sheets = zip(sheetFiles);

  it("with a cell far to the right in every row are read as far as there is room for cells", async () => {
    const rows = Array.from({ length: 200 }, (_, n) => `<row r="${n + 1}"><c r="XFD${n + 1}"><v>${n}</v></c></row>`);
    const wide = {
      ...sheetFiles,
      "xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.join("")}</sheetData></worksheet>`,
    };
    expect((await read("wide.xlsx", zip(wide))).missing).toEqual([
      "Of the sheet Catches only the first 61 rows were read.",
    ]);
  });

  it("are read as tables under the name of their sheet, days as days", async () => {
    const { text } = await read("catches.xlsx", sheets);
    expect(text).toMatch(/day\s*\|\s*herring & cod/);
    expect(text).toMatch(/2023-03-15\s*\|\s*12\.5/);
    expect(await headingsAt("catches.xlsx", sheets, "herring")).toEqual(["Catches"]);
  });
});

describe("letters", () => {
  const mail = (body: string) => Buffer.from(body.replaceAll("\n", "\r\n"));
  const plain = mail(
    "From: Ada Finch <ada@example.org>\nTo: Ben <ben@example.org>\nSubject: =?utf-8?q?The_m=C3=B6we?=\nDate: Tue, 03 Mar 2026 10:00:00 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nA gull sat on the d=E4mm.\n\nYours\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=gull.pdf\n\nxx\n--b--\n",
  );

  it("are read with who, when and what about, in whatever they were encoded; attachments are named", async () => {
    const document = await read("gull.eml", plain);
    expect(document).toMatchObject({ format: "eml", title: "The möwe" });
    for (const part of ["Ada Finch <ada@example.org>", "A gull sat on the dämm.", "2026-03-03", "gull.pdf"])
      expect(document.text).toContain(part);
    expect(document.missing).toEqual(["Its attachment was not read; send them as files."]);
  });

  it("that are none say so", async () => {
    await expect(read("x.eml", mail("just text"))).rejects.toThrow("no sender");
  });
});

describe("notebooks", () => {
  const notebook = (cells: unknown) =>
    Buffer.from(JSON.stringify({ nbformat: 4, metadata: { language_info: { name: "python" } }, cells }));
  const cells = [
    { cell_type: "markdown", source: ["# Catch\n", "Of last winter."] },
    {
      cell_type: "code",
      source: "print('```')",
      outputs: [
        { output_type: "stream", text: ["42 crates\n"] },
        { output_type: "execute_result", data: { "text/plain": "7", "image/png": "iVBOR" } },
        { output_type: "error", ename: "ValueError", evalue: "no fish" },
      ],
    },
  ];

  it("are read as text, code and what the code said, pictures left out", async () => {
    const document = await read("catch.ipynb", notebook(cells));
    expect(document).toMatchObject({ format: "notebook", title: "Catch" });
    for (const part of ["Of last winter.", "````python\nprint('```')", "42 crates", "ValueError: no fish"])
      expect(document.text).toContain(part);
    expect(document.text).not.toContain("iVBOR");
  });

  it("that printed very much are read by its beginning, and say so", async () => {
    const output = { output_type: "stream", text: ["epoch `one` ".repeat(100_000)] };
    const { text, missing } = await read(
      "log.ipynb",
      notebook([{ cell_type: "code", source: "run()", outputs: [output] }]),
    );
    expect(text.length).toBeLessThan(101_000);
    expect(missing).toEqual(["Of one output only the beginning was read: 100,000 characters."]);
  });

  it("that are no JSON, or have no cells, say so", async () => {
    await expect(read("x.ipynb", Buffer.from("{"))).rejects.toThrow("no JSON");
    await expect(read("x.ipynb", Buffer.from("{}"))).rejects.toThrow("no cells");
  });
});
