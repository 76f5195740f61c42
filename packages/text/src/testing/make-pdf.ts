import { deflateSync } from "node:zlib";

/** A line of text, its left end and baseline in points from the lower left corner. */
export interface DrawnLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
}

export interface MadePage {
  readonly lines?: readonly DrawnLine[];
  /** Grey pixels that cover the page. */
  readonly picture?: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  readonly link?: string;
  /** A comment in the margin. */
  readonly comment?: string;
  /** The value of a field of a form. */
  readonly field?: string;
}

export interface MadePdf {
  readonly pages: readonly MadePage[];
  readonly title?: string;
  readonly outline?: readonly { readonly title: string; readonly page: number }[];
  /** A font whose letters mean others: `a` is said to be the letter after it, and so on. */
  readonly isShuffled?: boolean;
}

export const pageSize = { width: 595, height: 842 } as const;

/** A PDF written by hand, as small as it can be. Text is in Helvetica and Latin letters. */
export function makePdf({ pages, title, outline = [], isShuffled = false }: MadePdf): Buffer {
  const objects: Buffer[] = [];
  const add = (content: string | Buffer): number => objects.push(Buffer.from(content as string));
  const reserve = (): number => add("");
  const fill = (number: number, content: string): void => {
    objects[number - 1] = Buffer.from(content);
  };
  const catalog = reserve();
  const tree = reserve();
  const font = isShuffled
    ? addShuffledFont(add)
    : add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  const fields: number[] = [];
  const kids = pages.map((page) => addPage(add, page, { tree, font, fields }));
  fill(tree, `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`);
  const outlines = outline.length === 0 ? "" : `/Outlines ${addOutline(reserve, fill, outline, kids)} 0 R`;
  fill(
    catalog,
    `<< /Type /Catalog /Pages ${tree} 0 R ${outlines} ${fields.length === 0 ? "" : `/AcroForm << /Fields [${fields.map((one) => `${one} 0 R`).join(" ")}] >>`} >>`,
  );
  const info = add(`<< ${title === undefined ? "" : `/Title (${title})`} >>`);
  return write(objects, catalog, info);
}

interface PartsOfAll {
  readonly tree: number;
  readonly font: number;
  /** Those of the whole form. */
  readonly fields: number[];
}

type Add = (content: string | Buffer) => number;

function addPage(
  add: Add,
  { lines = [], picture, link, comment, field }: MadePage,
  { tree, font, fields }: PartsOfAll,
): number {
  const drawn = lines.map(
    ({ text, x, y, size = 11 }) => `BT /F1 ${size} Tf ${x} ${y} Td (${text.replace(/[\\()]/g, "\\$&")}) Tj ET`,
  );
  const image = picture === undefined ? undefined : addPicture(add, picture);
  if (image !== undefined) drawn.unshift(`q ${pageSize.width} 0 0 ${pageSize.height} 0 0 cm /I1 Do Q`);
  const content = addStream(add, "", Buffer.from(drawn.join("\n"), "latin1"));
  const annotation =
    link && add(`<< /Type /Annot /Subtype /Link /Rect [50 50 200 80] /A << /S /URI /URI (${link}) >> >>`);
  const note = comment && add(`<< /Type /Annot /Subtype /Text /Rect [400 50 420 70] /Contents (${comment}) >>`);
  const box =
    field && add(`<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (${field}) /Rect [200 640 400 654] >>`);
  if (typeof box === "number") fields.push(box);
  const annotations = [annotation, note, box].filter((number) => number !== undefined && number !== "");
  return add(
    `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${pageSize.width} ${pageSize.height}] /Contents ${content} 0 R ` +
      `/Resources << /Font << /F1 ${font} 0 R >> ${image ? `/XObject << /I1 ${image} 0 R >>` : ""} >> ` +
      `/Annots [${annotations.map((number) => `${number} 0 R`).join(" ")}] >>`,
  );
}

function addStream(add: Add, dictionary: string, content: Buffer): number {
  const packed = deflateSync(content);
  const head = `<< ${dictionary} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  return add(Buffer.concat([Buffer.from(head), packed, Buffer.from("\nendstream")]));
}

const addPicture = (add: Add, { width, height, data }: NonNullable<MadePage["picture"]>): number =>
  addStream(
    add,
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8`,
    Buffer.from(data),
  );

function addShuffledFont(add: Add): number {
  const pairs = Array.from({ length: 52 }, (_, n) => {
    const code = n < 26 ? 65 + n : 71 + n;
    const last = n < 26 ? 90 : 122;
    const hex = (value: number): string => value.toString(16).padStart(2, "0");
    const meant = code + 7 > last ? code - 19 : code + 7;
    return `<${hex(code)}> <00${hex(meant)}>`;
  });
  const map =
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff> " +
    `endcodespacerange 52 beginbfchar ${pairs.join("\n")} endbfchar endcmap end end`;
  const table = addStream(add, "", Buffer.from(map));
  return add(`<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode ${table} 0 R >>`);
}

function addOutline(
  reserve: () => number,
  fill: (number: number, content: string) => void,
  outline: NonNullable<MadePdf["outline"]>,
  kids: readonly number[],
): number {
  const root = reserve();
  const items = outline.map(() => reserve());
  for (const [at, { title, page }] of outline.entries()) {
    const next = items[at + 1] === undefined ? "" : `/Next ${items[at + 1]} 0 R`;
    fill(items[at] ?? 0, `<< /Title (${title}) /Parent ${root} 0 R ${next} /Dest [${kids[page - 1]} 0 R /Fit] >>`);
  }
  fill(root, `<< /Type /Outlines /First ${items[0]} 0 R /Last ${items.at(-1)} 0 R /Count ${items.length} >>`);
  return root;
}

function write(objects: readonly Buffer[], catalog: number, info: number): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n")];
  let length = parts[0]?.length ?? 0;
  const push = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  const offsets = objects.map((content, at) => {
    const offset = length;
    push(Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), content, Buffer.from("\nendobj\n")]));
    return offset;
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n` +
        `<< /Size ${objects.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** Lines below one another, from the top of a column. */
export const column = (texts: readonly string[], x: number, top = 780, size = 11): DrawnLine[] =>
  texts.map((text, at) => ({ text, x, y: top - at * size * 1.25, size }));
