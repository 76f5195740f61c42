import type { FileType } from "@khoj/contract";
import type { BinaryFormat, TextFormat } from "./document.ts";

/** What a file is: text or bytes we read, or a kind that is not read. */
export type FileKind =
  | { readonly kind: "text"; readonly format: TextFormat; readonly fileType: FileType }
  | { readonly kind: "binary"; readonly format: BinaryFormat; readonly fileType: FileType; readonly name: string }
  | { readonly kind: "none"; readonly name: string; readonly instead?: string | undefined };

const text = (format: TextFormat): FileKind => ({
  kind: "text",
  format,
  fileType: format === "markdown" || format === "org" ? format : "plaintext",
});
/** `instead` says what is done with it and what whoever sent it can do. */
const none = (name: string, instead?: string): FileKind => ({ kind: "none", name, instead });
const unopened = "is not opened; unpack it and send what is in it";
export const archive: FileKind = none("an archive", unopened);
export const compressed: FileKind = none("a compressed file", unopened);
export const pdf: FileKind = { kind: "binary", format: "pdf", fileType: "pdf", name: "PDF" };
export const word: FileKind = { kind: "binary", format: "docx", fileType: "docx", name: "Word" };
const packed = (format: BinaryFormat, name: string): FileKind => ({
  kind: "binary",
  format,
  fileType: "plaintext",
  name,
});
export const book = packed("epub", "EPUB");
export const openDocument = packed("opendocument", "OpenDocument");
export const presentation = packed("pptx", "PowerPoint");
export const spreadsheet = packed("xlsx", "Excel");
const letter = packed("eml", "mail");
const oldExcel = none("a spreadsheet of the old kind", "is not read; save it as .xlsx and send that");
const oldPowerPoint = none("a presentation of the old kind", "is not read; save it as .pptx and send that");
export const image: FileKind = { kind: "binary", format: "image", fileType: "image", name: "image" };
export const plaintext: FileKind = text("plaintext");

/** MIME types that say what a file is. Those that say nothing (octet-stream) or only 'text' are left to the extension. */
const byMime = new Map<string, FileKind>([
  ["text/markdown", text("markdown")],
  ["text/x-markdown", text("markdown")],
  ["text/org", text("org")],
  ["text/x-org", text("org")],
  ["text/html", text("html")],
  ["application/xhtml+xml", text("html")],
  ["text/xml", text("xml")],
  ["application/xml", text("xml")],
  ["application/rss+xml", text("xml")],
  ["application/atom+xml", text("xml")],
  ["image/svg+xml", text("xml")],
  ["text/csv", text("csv")],
  ["text/tab-separated-values", text("csv")],
  ["application/json", text("json")],
  ["application/ld+json", text("json")],
  ["application/pdf", pdf],
  ["application/msword", word],
  ["message/rfc822", letter],
  ["application/x-ipynb+json", text("notebook")],
  ["application/vnd.oasis.opendocument.text", openDocument],
  ["application/vnd.oasis.opendocument.spreadsheet", openDocument],
  ["application/vnd.oasis.opendocument.presentation", openDocument],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", word],
  ["image/jpeg", image],
  ["image/png", image],
  ["image/webp", image],
  ["application/zip", archive],
  ["application/x-zip-compressed", archive],
  ["application/gzip", compressed],
  ["application/epub+zip", book],
  ["application/rtf", none("an RTF document")],
  ["text/rtf", none("an RTF document")],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", spreadsheet],
  ["application/vnd.ms-excel", oldExcel],
  ["application/vnd.openxmlformats-officedocument.presentationml.presentation", presentation],
  ["application/vnd.ms-powerpoint", oldPowerPoint],
]);

const codeExtensions =
  "c h cc cpp cxx hpp hh cs java kt kts scala groovy gradle go rs swift m mm py pyi rb php pl pm lua r jl js mjs cjs jsx ts mts cts tsx vue svelte dart ex exs erl hrl hs elm clj cljs el lisp scm rkt ml mli fs fsx vb pas d nim zig sh bash zsh fish ps1 bat cmd sql css scss less toml yaml yml ini cfg conf properties env dockerfile makefile mk cmake tf hcl proto graphql asm s v sv vhdl tex bib diff patch nix awk sed vim";

const byExtension = new Map<string, FileKind>([
  ...["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"].map((extension) => [extension, text("markdown")] as const),
  ...["org", "org_archive"].map((extension) => [extension, text("org")] as const),
  ...["txt", "text", "log", "rst", "adoc", "asciidoc", "srt", "vtt"].map(
    (extension) => [extension, plaintext] as const,
  ),
  ...["html", "htm", "xhtml"].map((extension) => [extension, text("html")] as const),
  ...["xml", "rss", "atom", "opml", "svg", "plist", "xsd", "xsl", "gpx", "kml"].map((e) => [e, text("xml")] as const),
  ...["csv", "tsv", "tab"].map((extension) => [extension, text("csv")] as const),
  ...["json", "jsonl", "ndjson", "geojson", "canvas", "webmanifest"].map((e) => [e, text("json")] as const),
  ...codeExtensions.split(" ").map((extension) => [extension, text("code")] as const),
  ["pdf", pdf],
  ...["docx", "doc"].map((extension) => [extension, word] as const),
  ["ipynb", text("notebook")],
  ["epub", book],
  ...["odt", "ods", "odp"].map((extension) => [extension, openDocument] as const),
  ["pptx", presentation],
  ["xlsx", spreadsheet],
  ["eml", letter],
  ...["png", "jpg", "jpeg", "webp"].map((extension) => [extension, image] as const),
  ...["zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "zst"].map((extension) => [extension, archive] as const),
  ["xls", oldExcel],
  ["numbers", none("a spreadsheet of Numbers", "is not read; export it as Excel and send that")],
  ["ppt", oldPowerPoint],
  ["key", none("a presentation of Keynote", "is not read; export it as PowerPoint and send that")],
  ...["gif", "bmp", "tif", "tiff", "heic", "avif", "ico"].map(
    (e) => [e, none("an image of a kind we do not read")] as const,
  ),
  ...["mp3", "wav", "ogg", "flac", "m4a", "aac", "opus"].map((extension) => [extension, none("a sound file")] as const),
  ...["mp4", "mkv", "mov", "avi", "webm"].map((extension) => [extension, none("a film")] as const),
  ...["exe", "dll", "so", "dylib", "o", "class", "wasm", "bin"].map(
    (extension) => [extension, none("a program")] as const,
  ),
  ["rtf", none("an RTF document")],
]);

export const kindOfMime = (mimeType: string): FileKind | undefined => {
  const known = byMime.get(mimeType);
  if (known) return known;
  if (/^(?:audio|video|font)\//.test(mimeType)) return none(`a file of type ${mimeType.split("/")[0]}`);
  return mimeType.startsWith("image/") ? none("an image of a kind we do not read") : undefined;
};

export const kindOfExtension = (fileName: string): FileKind | undefined => {
  const base = fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1).toLowerCase();
  const dot = base.lastIndexOf(".");
  return byExtension.get(dot === -1 ? base : base.slice(dot + 1));
};
