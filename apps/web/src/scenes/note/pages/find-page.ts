import type { PageLayout } from "@khoj/contract";

type Bounds = Pick<PageLayout, "page" | "pages" | "start" | "end">;

/** The page an offset of the text stands on: pages are in order, so each that is read halves what is left. */
export async function findPage(offset: number, from: number, read: (page: number) => Promise<Bounds>): Promise<number> {
  let low = 1;
  let high = Number.POSITIVE_INFINITY;
  let page = from;
  for (;;) {
    const bounds = await read(page);
    high = Math.min(high, bounds.pages);
    if (offset < bounds.start) high = page - 1;
    else if (offset >= bounds.end) low = page + 1;
    else return page;
    if (low > high) return Math.min(Math.max(page, 1), bounds.pages);
    page = Math.floor((low + high) / 2);
  }
}
