import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../../../server/src/testing/start-test-server.ts";
import { dropFiles } from "../../testing/drop-files.ts";
import { eventually } from "../../testing/eventually.ts";
import { keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`files in the page${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("takes dropped files, and says of each whether it was added and why not", async () => {
    const page = await browser.open("/files");
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/\/api\/content\?/, async (route) => {
      await held;
      await route.continue();
    });
    await dropFiles(page, {
      "Bread.md": "# Bread\n\nFlour, water, salt.",
      "Secret diary.md": "---\nprivate: true\n---\nNobody reads this.",
      "Paper.pdf": "%PDF-1.4 not really",
      "empty.md": "",
    });
    await page.getByRole("heading", { name: /^\d files on the way in/ }).waitFor();
    release();
    const tray = page.getByRole("region", { name: "Files on their way in" });
    await tray.getByText(/1 searchable, 3 not/).waitFor();
    await keepPicture(page, "test-upload-tray");
    await tray.getByText("The file is empty").waitFor();
    expect(await tray.getByText(/private/).count()).toBeGreaterThan(0);
    expect(await tray.getByText(/The PDF is cut off/).count()).toBe(1);
    await list(page)
      .getByRole("link", { name: /Bread.md/ })
      .waitFor();
    await tray.getByRole("button", { name: "Close" }).click();
    await page.close();
  });

  test("filters by state and by name, each in the address", async () => {
    const page = await browser.open("/files");
    await page.getByRole("button", { name: /^Not read/ }).click();
    await list(page)
      .getByRole("link", { name: /Paper.pdf/ })
      .waitFor();
    await list(page)
      .getByRole("link", { name: /Bread.md/ })
      .waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("state")).toBe("skipped");
    await page.getByRole("button", { name: /^All/ }).click();
    await page.getByRole("searchbox", { name: "Filter files by name" }).fill("bre");
    await eventually(() => list(page).getByRole("link").allTextContents()).toHaveLength(1);
    expect(new URL(page.url()).searchParams.get("name")).toBe("bre");
    await page.close();
  });

  test("deletes after ten seconds, and not at all when it is undone", async () => {
    const page = await browser.open("/files");
    await list(page)
      .getByRole("link", { name: /Bread.md/ })
      .hover();
    await page.getByRole("button", { name: "Delete Bread.md" }).click();
    await list(page)
      .getByRole("link", { name: /Bread.md/ })
      .waitFor({ state: "detached" });
    await keepPicture(page, "test-undo");
    await page.getByRole("button", { name: "Undo" }).click();
    await list(page)
      .getByRole("link", { name: /Bread.md/ })
      .waitFor();
    expect(await names(server)).toContain("Bread.md");

    await page.getByRole("button", { name: "Delete Bread.md" }).click();
    expect(await names(server)).toContain("Bread.md");
    await page.getByRole("button", { name: "Undo" }).waitFor({ state: "detached", timeout: 20_000 });
    expect(await names(server)).not.toContain("Bread.md");
    await page.close();
  });

  test("scrolls through 10,000 files, fetching only what is in sight", async () => {
    for (let start = 0; start < 10_000; start += 1000) {
      await server.upload(
        Array.from({ length: 1000 }, (_, index) => ({
          name: `many/note ${start + index}.md`,
          content: `Note ${start + index}`,
        })),
        { path: "/api/content?client=web" },
      );
    }
    const page = await browser.open("/files");
    const pages: string[] = [];
    page.on("request", (request) => request.url().includes("/api/content/status") && pages.push(request.url()));
    await page.getByRole("button", { name: /^All 10,0/ }).waitFor();
    await list(page).getByRole("link").first().waitFor();
    expect(await list(page).getByRole("listitem").count()).toBeLessThan(80);
    await page.evaluate(`document.querySelector("[data-list-pane]").scrollTo(0, 1e9)`);
    await eventually(() => list(page).getByRole("link").last().textContent()).toBeTruthy();
    await list(page)
      .getByRole("link", { name: /Paper.pdf|Secret diary/ })
      .first()
      .waitFor();
    expect(pages.length).toBeLessThan(15);
    await keepPicture(page, "test-files-10000");
    await page.close();
  }, 240_000);

  test("deletes many at once", async () => {
    const page = await browser.open("/files?name=note 99");
    await list(page).getByRole("checkbox").first().check();
    await page.getByRole("button", { name: /Choose the \d+ listed/ }).click();
    await keepPicture(page, "test-bulk");
    await page.getByRole("toolbar", { name: "Chosen files" }).getByRole("button", { name: "Delete" }).click();
    await page.getByText(/^\d+ files deleted/).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.close();
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});

const list = (page: Page) => page.getByRole("list", { name: "Files", exact: true });

async function names(server: TestServer): Promise<readonly string[]> {
  const { items } = (await server.get("/api/content/status")).json() as { items: { file_name: string }[] };
  return items.map(({ file_name }) => file_name);
}
