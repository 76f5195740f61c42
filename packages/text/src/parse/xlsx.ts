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
  const left: Left = { cells: mostCells, characters: limits.characters };
  const html = SheetNames.map((name) => {
    const { rows, isCut } = readRows(Sheets[name], left);
    if (isCut) missing.push(`Of the sheet ${name} only the first ${rows.length} rows were read.`);
    return `<h2>${escapeHtml(name)}</h2><table>${rows.join("\n")}</table>`;
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

/** What may still be read of the file: a cell may stand far to the right of the last, and name a long text again. */
interface Left {
  cells: number;
  characters: number;
}

/** Rows with something in them as HTML, each cell as it is shown. */
function readRows(sheet: WorkSheet | undefined, left: Left): { rows: readonly string[]; isCut: boolean } {
  const all = sheet?.["!data"] ?? [];
  const rows: string[] = [];
  for (const row of all.slice(0, mostRows)) {
    const width = row?.length ?? 0;
    left.cells -= width;
    if (left.cells < 0 || left.characters < 0) return { rows, isCut: true };
    const cells = Array.from({ length: width }, (_, at) => String(row?.[at]?.w ?? row?.[at]?.v ?? ""));
    if (cells.every((cell) => cell.trim() === "")) continue;
    const shown = `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
    left.characters -= shown.length;
    rows.push(shown);
  }
  return { rows, isCut: all.length > mostRows };
}
