import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { column, makePdf } from "../../../../../../packages/text/src/testing/make-pdf.ts";
import { startTestServer, type TestServer } from "../../../../../server/src/testing/start-test-server.ts";
import { eventually } from "../../../testing/eventually.ts";
import {
  findBarriers,
  keepPicture,
  missingBrowser,
  openBrowser,
  type TestBrowser,
} from "../../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`pages of a PDF in the page${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    await server.upload([{ name: "The cape.pdf", content: paper, type: "application/pdf" }], {
      path: "/api/content?client=web",
    });
    browser = await openBrowser(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const [dark, width] of [
    [false, 1280],
    [true, 375],
  ] as const) {
    test(`a result opens the picture of its page with its words marked, ${dark ? "dark" : "light"}, ${width} pixels wide`, async () => {
      const page = await browser.open("/?q=numbat", { dark, width, height: 740 });
      await page.getByRole("list", { name: "Results" }).getByRole("link").first().click();
      await page.getByRole("img", { name: "Page 2 of 3: The cape.pdf" }).waitFor();
      await eventually(() => isLoaded(page)).toBe(true);
      // The box of the word lies where the word is drawn: in the upper left, not higher than a line.
      const box = await boxOf(page);
      expect(box.x).toBeGreaterThan(0.1);
      expect(box.x).toBeLessThan(0.7);
      expect(box.height).toBeLessThan(0.05);
      expect(box.height).toBeGreaterThan(0.005);
      await keepPicture(page, `page-viewer-${dark ? "dark" : "light"}-${width}`);
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      await page.close();
    }, 60_000);
  }

  test("is walked by keys: places, pages, nearer and farther, and its text is there for whoever does not see it", async () => {
    const page = await browser.open("/?q=quokka&open=The+cape.pdf");
    const note = page.getByRole("complementary", { name: "Opened note" });
    await note.getByRole("img", { name: /^Page 1 of 3/ }).waitFor();
    await note.getByText("fed a quokka every morning").waitFor({ state: "attached" });
    await page.getByRole("list", { name: "Results" }).getByRole("link").first().waitFor();
    await page.getByRole("textbox", { name: /Search your notes/ }).blur();
    await page.keyboard.press("n");
    await note.getByRole("img", { name: /^Page 3 of 3/ }).waitFor();
    await page.keyboard.press("[");
    await note.getByRole("img", { name: /^Page 2 of 3/ }).waitFor();
    await page.keyboard.press("+");
    await eventually(() => note.getByRole("status", { name: "Zoom" }).textContent()).toBe("125 %");
    await page.keyboard.press("0");
    await eventually(() => note.getByRole("status", { name: "Zoom" }).textContent()).toBe("100 %");
    await note.getByRole("textbox", { name: "Page" }).fill("3");
    await page.keyboard.press("Enter");
    await note.getByRole("img", { name: /^Page 3 of 3/ }).waitFor();
    await note.getByRole("button", { name: "As text" }).click();
    await note.locator("mark").first().waitFor();
    expect(new URL(page.url()).searchParams.get("view")).toBe("text");
    await note.getByRole("button", { name: "As pages" }).click();
    await note.getByRole("img", { name: /^Page \d of 3/ }).waitFor();
    await page.close();
  }, 60_000);

  test("a page that is asked for by its number is shown, wherever the first place is", async () => {
    const page = await browser.open("/?q=quokka&open=The+cape.pdf&page=3");
    const note = page.getByRole("complementary", { name: "Opened note" });
    await note.getByLabel("Place", { exact: true }).getByText("1 of 2").waitFor();
    await note.getByRole("img", { name: /^Page 3 of 3/ }).waitFor();
    await page.close();
  });

  test("a page that cannot be shown says so, and the text is one press away", async () => {
    const page = await browser.open("/");
    await page.route(/api\/content\/page/, (route) => route.fulfill({ status: 503, body: '{"detail":"x"}' }));
    await page.goto(`${server.url}/?q=quokka&open=The+cape.pdf`);
    await page.getByRole("heading", { name: "This page cannot be shown" }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Show the text" }).click();
    await page.getByRole("complementary", { name: "Opened note" }).locator("mark").first().waitFor();
    await page.close();
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});

const paper = makePdf({
  title: "The log of the cape",
  pages: [
    { lines: column(["The keeper of the lighthouse fed a quokka every morning."], 60) },
    { lines: column(["On the second page he writes of a numbat and the sea."], 60) },
    { lines: column(["The quokka came back in spring."], 60) },
  ],
});

const isLoaded = (page: Page) => page.evaluate(`document.querySelector("aside img").naturalWidth > 300`);

/** The marked word's box in shares of the page's picture. */
const boxOf = (page: Page) =>
  page.evaluate(`(() => {
    const picture = document.querySelector("aside img").getBoundingClientRect();
    const box = document.querySelector("[data-word-box]").getBoundingClientRect();
    return { x: (box.x - picture.x) / picture.width, height: box.height / picture.height };
  })()`) as Promise<{ x: number; height: number }>;
