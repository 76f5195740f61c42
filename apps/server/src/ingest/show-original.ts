import { notFound } from "@khoj/contract";
import type { Library } from "../library/index.ts";
import { Reply } from "../platform/http/route.ts";
import type { PagePictures } from "./page-pictures.ts";

/** Kinds a browser shows by itself without running anything of them. */
const shown = new Set(["application/pdf", "image/png", "image/jpeg", "image/webp"]);

/** A page of a PDF as a picture; of everything else, and without a page, the bytes as they came. */
export async function showOriginal(
  { library, pictures }: { readonly library: Library; readonly pictures: PagePictures },
  { personId, spaces }: { readonly personId: string; readonly spaces: readonly string[] },
  { fileName, page }: { readonly fileName: string; readonly page: number | undefined },
): Promise<Reply> {
  if (page !== undefined) {
    const found = await library.originalVersion(spaces, fileName);
    if (found?.mimeType === "application/pdf")
      return reply(
        "image/png",
        await pictures.draw({ personId, spaces }, { fileName, page }),
        `${fileName}-${page}.png`,
      );
  }
  const original = await library.original(spaces, fileName);
  if (original === undefined) throw notFound("original", fileName);
  return reply(original.mimeType, original.content, fileName);
}

/** Nothing in the bytes is allowed to act on our pages. */
function reply(mimeType: string, content: Uint8Array, fileName: string): Reply {
  const isShown = shown.has(mimeType);
  const name = encodeURIComponent(fileName.split(/[\\/]/).at(-1)?.toWellFormed() ?? "").replaceAll("'", "%27");
  return new Reply(200, content, {
    "content-type": isShown ? mimeType : "application/octet-stream",
    "content-disposition": `${isShown ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
  });
}
