import type { FileType } from "@khoj/contract";
import { guessUtf16 } from "./decode.ts";
import type { ParseInput } from "./document.ts";
import {
  archive,
  book,
  compressed,
  type FileKind,
  image,
  kindOfExtension,
  kindOfMime,
  openDocument,
  pdf,
  plaintext,
  presentation,
  spreadsheet,
  word,
} from "./file-kinds.ts";

/** What `sniff()` found. `reason` is the sentence shown beside a file that is not read. */
export type Sniffed =
  | Extract<FileKind, { kind: "text" | "binary" }>
  | { readonly kind: "none"; readonly fileType: FileType | undefined; readonly reason: string };

/**
 * Says what a file is: by the MIME type it came with, then its extension, then its bytes. A declared text whose bytes
 * are not text is nothing we read. An empty file is what its name says, so that an empty upload finds what to delete.
 */
export function sniff(input: Omit<ParseInput, "charset">): Sniffed {
  const kind = kindOf(input);
  const content = kindOfContent(input.bytes);
  if (kind.kind === "none")
    return {
      kind: "none",
      fileType: undefined,
      reason: `This is ${kind.name}, which ${kind.instead ?? "is not read"}.`,
    };
  if (kind.kind === "text" && content !== undefined && content.kind !== "text") {
    return {
      kind: "none",
      fileType: kind.fileType,
      reason: `It is named as text, but its bytes are ${article(content)}.`,
    };
  }
  return kind;
}

/** The wire type of a file; undefined when it is of no kind we take. */
export const fileTypeOf = (input: Omit<ParseInput, "charset">): FileType | undefined => {
  const sniffed = sniff(input);
  return sniffed.fileType;
};

function kindOf({ bytes, fileName, mimeType = "" }: Omit<ParseInput, "charset">): FileKind {
  const declared = kindOfMime(mimeType.trim().toLowerCase());
  if (declared) return declared;
  const named = kindOfExtension(fileName);
  if (/^text\//.test(mimeType)) {
    // Declared as text and no more: the wire calls it plaintext, the extension says how to read it. A client that knows
    // few types says so of pictures too, whose name and bytes both tell what they are.
    if (named?.kind === "binary" && kindOfContent(bytes) === named) return named;
    return named?.kind === "text" ? { ...named, fileType: "plaintext" } : plaintext;
  }
  return named ?? kindOfContent(bytes) ?? plaintext;
}

const magic: readonly (readonly [signature: string, kind: FileKind])[] = [
  ["%PDF-", pdf],
  ["\x89PNG\r\n\x1a\n", image],
  ["\xff\xd8\xff", image],
  ["GIF8", { kind: "none", name: "a GIF image" }],
  ["\xd0\xcf\x11\xe0", { kind: "none", name: "an old Office document" }],
  ["\x1f\x8b", compressed],
  ["BZh", compressed],
  ["\xfd7zXZ", compressed],
  ["7z\xbc\xaf", archive],
  ["Rar!", archive],
  ["{\\rtf", { kind: "none", name: "an RTF document" }],
  ["\x7fELF", { kind: "none", name: "a program" }],
  ["MZ\x90", { kind: "none", name: "a program" }],
  ["SQLite format 3", { kind: "none", name: "a database" }],
];

/** Names of parts near the start of files that are ZIP archives of their parts. */
const packedKinds: readonly (readonly [part: string, kind: FileKind])[] = [
  ["word/", word],
  ["ppt/", presentation],
  ["xl/", spreadsheet],
  ["application/epub+zip", book],
  ["application/vnd.oasis.opendocument", openDocument],
];

/** What the bytes alone say; undefined for empty files. */
function kindOfContent(bytes: Uint8Array): FileKind | undefined {
  if (bytes.length === 0) return undefined;
  const start = latin(bytes.subarray(0, 4096));
  const signed = magic.find(([signature]) => start.startsWith(signature))?.[1];
  if (signed) return signed;
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WEBP") return image;
  if (start.startsWith("PK\x03\x04")) return packedKinds.find(([part]) => start.includes(part))?.[1] ?? archive;
  if (isBinary(bytes)) return { kind: "none", name: "not text" };
  const opening = start.trimStart().slice(0, 200).toLowerCase();
  if (opening.startsWith("<!doctype html") || opening.startsWith("<html")) return kindOfMime("text/html");
  if (opening.startsWith("<?xml")) return kindOfMime("text/xml");
  return opening.startsWith("#!") ? kindOfExtension("script.sh") : plaintext;
}

/** Control characters do not occur in text; a few NULs are forgiven (they are removed on reading). */
function isBinary(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false;
  if (guessUtf16(bytes) !== undefined) return false;
  const sample = bytes.subarray(0, 65536);
  let controls = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++;
  return controls > 1 + sample.length * 0.02;
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

const article = (kind: FileKind): string =>
  kind.kind === "binary"
    ? `${kind.name === "image" ? "an" : "a"} ${kind.name}`
    : kind.kind === "none"
      ? kind.name
      : "text";
