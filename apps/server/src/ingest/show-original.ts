import { notFound } from "@khoj/contract";
import type { Library } from "../library/index.ts";
import { Reply } from "../platform/http/route.ts";

/** Kinds a browser shows by itself without running anything of them. */
const shown = new Set(["application/pdf", "image/png", "image/jpeg", "image/webp"]);

/** The bytes as they came, with nothing in them allowed to act on our pages. */
export async function showOriginal(library: Library, spaces: readonly string[], fileName: string): Promise<Reply> {
  const original = await library.original(spaces, fileName);
  if (original === undefined) throw notFound("original", fileName);
  const isShown = shown.has(original.mimeType);
  const name = encodeURIComponent(fileName.split(/[\\/]/).at(-1)?.toWellFormed() ?? "").replaceAll("'", "%27");
  return new Reply(200, original.content, {
    "content-type": isShown ? original.mimeType : "application/octet-stream",
    "content-disposition": `${isShown ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
  });
}
