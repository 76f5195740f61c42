import { deflateSync } from "node:zlib";
import { toPng } from "../../packages/text/src/picture-files.ts";
import { column, makePdf } from "../../packages/text/src/testing/make-pdf.ts";
import { file, type HostileFile } from "./hostile-file.ts";

const lines = column(["The keeper of the lighthouse wrote every night of the ships", "that passed the cape."], 60);

/** PDFs that ask for more than they are. */
export function heavyPages(): HostileFile[] {
  const shuffled = Array.from({ length: 12 }, () => lines).flatMap((some, at) =>
    some.map((line) => ({ ...line, y: line.y - at * 40 })),
  );
  const whole = makePdf({ pages: Array.from({ length: 50 }, () => ({ lines })) });
  return [
    file("manypages-pdfq", "pdf", makePdf({ pages: Array.from({ length: 10_000 }, () => ({ lines })) })),
    file("bomb-pdfq", "pdf", pdfBomb()),
    file("liar-pdfq", "pdf", makePdf({ pages: [{ lines: shuffled }], isShuffled: true })),
    file("cut-pdfq", "pdf", whole.subarray(0, whole.length * 0.7)),
    file("cutearly-pdfq", "pdf", whole.subarray(0, 300)),
  ];
}

/** A page whose content unpacks to a gigabyte of drawing, packed twice. */
function pdfBomb(): Buffer {
  const packed = deflateSync(deflateSync(Buffer.alloc(1 << 30, "0 0 m 1 1 l S\n"), { level: 1 }));
  const stream = `<< /Filter [/FlateDecode /FlateDecode] /Length ${packed.length} >>\nstream\n${packed.toString("latin1")}\nendstream`;
  return altered(/<< {2}\/Filter[\s\S]*?endstream/, stream, [{}]);
}

const twoPages = [{ lines }, { lines }];

/** A PDF with one part of it replaced; places of its parts that are wrong then are found anew by whoever reads it. */
function altered(part: RegExp, by: string, pages: readonly { lines?: typeof lines }[] = twoPages): Buffer {
  const whole = makePdf({ pages, outline: [{ title: "Ships", page: 1 }] }).toString("latin1");
  if (!part.test(whole)) throw new Error(`a PDF written here has no ${part}`);
  return Buffer.from(
    whole.replace(part, () => by),
    "latin1",
  );
}

/** PDFs that lead in circles, lie about how many they are, or are locked. */
export function loopedPages({ isLarge }: { readonly isLarge: boolean }): HostileFile[] {
  const tree = /<< \/Type \/Pages \/Count 2 \/Kids \[([^\]]*)\] >>/;
  const key = "00".repeat(32);
  return [
    file(
      "locked-pdfq",
      "pdf",
      altered(
        /trailer\n<< /,
        `trailer\n<< /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> `,
      ),
    ),
    file("treeloop-pdfq", "pdf", altered(tree, "<< /Type /Pages /Count 1000 /Kids [2 0 R 2 0 R 1 0 R] >>")),
    file("count-pdfq", "pdf", altered(/\/Count 2 /, "/Count 2000000000 ")),
    file("negative-pdfq", "pdf", altered(/\/Count 2 /, "/Count -5 ")),
    file("xrefloop-pdfq", "pdf", xrefLoop()),
    file("outlineloop-pdfq", "pdf", altered(/<< \/Title \(Ships\) /, "<< /Title (Ships) /Next 9 0 R /First 9 0 R ")),
    ...(isLarge ? [file("formloop-pdfq", "pdf", formLoop())] : []),
    file("lengthloop-pdfq", "pdf", altered(/\/Length \d+ >>/, "/Length 4 0 R >>")),
    file("deep-pdfq", "pdf", altered(/\/Type \/Catalog/, `/Type /Catalog /Deep ${"[".repeat(100_000)}`)),
  ];
}

/** The table of places says that the rest of it stands in itself. */
function xrefLoop(): Buffer {
  const whole = makePdf({ pages: twoPages }).toString("latin1");
  const start = /startxref\n(\d+)/.exec(whole)?.[1] ?? "";
  return Buffer.from(whole.replace(/trailer\n<< /, `trailer\n<< /Prev ${start} /XRefStm ${start} `), "latin1");
}

/** A form that draws itself, twice each time. */
function formLoop(): Buffer {
  const drawing = "q /X1 Do Q q /X1 Do Q";
  const form = `<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X1 99 0 R >> >> /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`;
  const whole = makePdf({ pages: [{ lines }] })
    .toString("latin1")
    .replace(/<< {2}\/Filter[\s\S]*?endstream/, () => `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`)
    .replace("/Resources << ", "/Resources << /XObject << /X1 99 0 R >> ")
    .replace("xref\n", () => `99 0 obj\n${form}\nendobj\nxref\n`);
  return Buffer.from(whole, "latin1");
}

const wide = 30_000;

/** Pictures of 900 million pixels, alone and in a PDF, and one of as many as are read, with nothing on it. */
export function hugePictures({ isLarge }: { readonly isLarge: boolean }): HostileFile[] {
  const dot = toPng({ width: 1, height: 1, isGray: true, data: new Uint8Array(1) });
  const png = Buffer.from(dot);
  png.writeUInt32BE(wide, 16);
  png.writeUInt32BE(wide, 20);
  const jpeg = Buffer.alloc(64);
  jpeg.set([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, wide >> 8, wide & 0xff, wide >> 8, wide & 0xff, 3]);
  const webp = Buffer.alloc(64);
  webp.write("RIFF\0\0\0\0WEBPVP8X", "latin1");
  webp.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 24);
  const cutPng = Buffer.from(toPng({ width: 400, height: 400, isGray: true, data: new Uint8Array(160_000) }));
  return [
    file("huge-pngq", "png", png),
    file("huge-jpgq", "jpg", jpeg),
    file("huge-webpq", "webp", webp),
    file("lying-pngq", "png", lyingPng(cutPng)),
    ...(isLarge ? [file("blank-pngq", "png", blank(7700)), file("huge-in-pdfq", "pdf", hugeInPdf())] : []),
  ];
}

/** Says of itself that it is small, and brings a hundred times the pixels. */
function lyingPng(png: Buffer): Buffer {
  png.writeUInt32BE(40, 16);
  png.writeUInt32BE(40, 20);
  return png;
}

const blank = (side: number): Uint8Array =>
  toPng({ width: side, height: side, isGray: true, data: new Uint8Array(side * side).fill(255) });

/** Nine hundred million grey pixels on one page, packed to almost nothing. */
function hugeInPdf(): Buffer {
  const packed = deflateSync(deflateSync(Buffer.alloc(wide * wide), { level: 1 }));
  const whole = makePdf({ pages: [{ picture: { width: 1, height: 1, data: new Uint8Array(1) } }] }).toString("latin1");
  const picture =
    `<< /Type /XObject /Subtype /Image /Width ${wide} /Height ${wide} /ColorSpace /DeviceGray /BitsPerComponent 8 ` +
    `/Filter [/FlateDecode /FlateDecode] /Length ${packed.length} >>\nstream\n${packed.toString("latin1")}\nendstream`;
  return Buffer.from(
    whole.replace(/<< \/Type \/XObject[\s\S]*?endstream/, () => picture),
    "latin1",
  );
}
