import { read, type WorkSheet } from "@e965/xlsx";
import type { BinaryParser } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";
import { draftOfHtml, escapeHtml } from "../office/as-html.ts";
import { textOfElement } from "../office/read-elements.ts";
import { unpack } from "../office/unpack.ts";

/** Rows of one sheet, and cells of all, that are read. */
const mostRows = 50_000;
const mostCells = 1_000_000;

/** Spreadsheets as tables, a heading for each sheet, values as they are shown. */
export const parseXlsx: BinaryParser = async ({ bytes, fileName }, { limits }) => {
  const files = unpack(bytes, (name) => /\.(?:xml|rels)$/i.test(name), limits);
  if (!files.names.some((name) => name.startsWith("xl/")))
    throw new UnreadableError("It is named as a spreadsheet, but there is none in it.");
  const { SheetNames, Sheets } = readWorkbook(files.packAgain());
  const missing: string[] = [];
  let cells = 0;
  const html = SheetNames.map((name) => {
    const rows = rowsOf(Sheets[name]);
    const taken: string[] = [];
    for (const row of rows.slice(0, mostRows)) {
      cells += row.length;
      if (cells > mostCells) break;
      const shown = row.map((cell) => escapeHtml(cell));
      if (shown.some((cell) => cell.trim() !== ""))
        taken.push(`<tr>${shown.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
    }
    if (cells > mostCells || rows.length > mostRows)
      missing.push(`Of the sheet ${name} only the first ${taken.length} rows were read.`);
    return `<h2>${escapeHtml(name)}</h2><table>${taken.join("\n")}</table>`;
  }).join("\n");
  return draftOfHtml(html, { fileName, title: textOfElement(files.text("docProps/core.xml"), "title"), missing });
};

function readWorkbook(bytes: Uint8Array) {
  try {
    return read(bytes, { type: "array", dense: true, cellFormula: false, cellHTML: false, sheetRows: mostRows + 1 });
  } catch (error) {
    throw new UnreadableError("Its parts are not those of a spreadsheet that can be read.", { cause: error });
  }
}

function rowsOf(sheet: WorkSheet | undefined): readonly (readonly string[])[] {
  const rows = sheet?.["!data"] ?? [];
  return Array.from(rows, (row) => Array.from(row ?? [], (cell) => String(cell?.w ?? cell?.v ?? "")));
}
