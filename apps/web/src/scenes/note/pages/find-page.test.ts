import { expect, test } from "vitest";
import { findPage } from "./find-page.ts";

/** Pages of 100 characters with one between them. */
const pages = (count: number, asked: number[]) => async (page: number) => {
  asked.push(page);
  return { page, pages: count, start: (page - 1) * 101, end: (page - 1) * 101 + 100 };
};

test("the page of an offset is found by reading few pages of many", async () => {
  for (const [offset, page] of [
    [0, 1],
    [99, 1],
    [101, 2],
    [101 * 499 + 50, 500],
    [101 * 999, 1000],
  ] as const) {
    const asked: number[] = [];
    expect(await findPage(offset, 1, pages(1000, asked))).toBe(page);
    expect(asked.length).toBeLessThan(13);
  }
});

test("an offset between two pages or past the last leads to a page that is there", async () => {
  expect([1, 2]).toContain(await findPage(100, 1, pages(5, [])));
  expect(await findPage(10_000, 2, pages(5, []))).toBe(5);
});
