import { notFound, type PageLayout } from "@khoj/contract";
import { unpackWords } from "@khoj/text";
import type { Library } from "../library/index.ts";

/** Where the words of a page stand, so that a passage can be marked in its picture. */
export async function showPage(
  library: Library,
  spaces: readonly string[],
  { fileName, page }: { readonly fileName: string; readonly page: number },
): Promise<PageLayout> {
  const found = await library.page(spaces, { fileName, page });
  if (found === undefined) throw notFound("page", `${page} of ${fileName}`);
  const { number, pages, start, end, width, height } = found;
  const words = unpackWords(found.words, start).map((word): PageLayout["words"][number] => [
    word.start,
    word.end,
    word.x,
    word.y,
    word.width,
    word.height,
  ]);
  return { page: number, pages, width, height, start, end, words };
}
