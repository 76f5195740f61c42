import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../../../server/src/testing/start-test-server.ts";
import { keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`folders in the page${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), "khoj-folder-"));
    await mkdir(path.join(root, "notes"));
    for (let index = 0; index < 40; index++) {
      await writeFile(path.join(root, "notes", `note ${index}.md`), `# Note ${index}\n\nAbout lanterns and ladders.\n`);
    }
    server = await startTestServer();
    browser = await openBrowser(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await rm(root, { recursive: true, force: true });
  });

  test("says what is wrong with a path", async () => {
    const page = await browser.open("/folders");
    await pathBox(page).fill(path.join(root, "nowhere"));
    await page.getByRole("button", { name: "Add folder" }).click();
    await page
      .getByRole("alert")
      .getByText(/nowhere/)
      .waitFor();
    await keepPicture(page, "test-folder-refused");
    await page.close();
  });

  test("watches a folder by its path, and finds its notes", async () => {
    const page = await browser.open("/folders");
    await pathBox(page).fill(path.join(root, "notes"));
    await page.getByRole("button", { name: "Add folder" }).click();
    await folder(page).getByText("40 files").waitFor();
    await folder(page)
      .getByText(/^In step/)
      .waitFor();
    await page.goto(`${server.url}/?q=lanterns`);
    await page.getByRole("list", { name: "Results" }).getByRole("link").first().waitFor();
    await page.close();
  });

  test("pauses and resumes", async () => {
    const page = await browser.open("/folders");
    await folder(page).getByRole("button", { name: "Pause" }).click();
    await folder(page).getByText("Paused").waitFor();
    await folder(page).getByRole("button", { name: "Resume" }).click();
    await folder(page)
      .getByText(/^In step/)
      .waitFor();
    await page.close();
  });

  test("asks before it forgets the notes of files that vanished together", async () => {
    const page = await browser.open("/folders");
    await folder(page)
      .getByText(/^In step/)
      .waitFor();
    for (let index = 0; index < 30; index++) await rm(path.join(root, "notes", `note ${index}.md`));
    await folder(page)
      .getByText(/30 files vanished at once/)
      .waitFor();
    await keepPicture(page, "test-folder-asks");
    expect((await server.get("/api/content/status")).json().items).toHaveLength(40);
    await folder(page).getByRole("button", { name: "Yes, forget their notes" }).click();
    await folder(page).getByText("10 files").waitFor();
    await folder(page)
      .getByText(/^In step/)
      .waitFor();
    expect((await server.get("/api/content/status")).json().items).toHaveLength(10);
    await page.close();
  });

  test("stops watching with undo", async () => {
    const page = await browser.open("/folders");
    await folder(page).getByRole("button", { name: "Stop watching notes" }).click();
    await folder(page).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await folder(page).waitFor();
    await page.close();
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});

const pathBox = (page: Page) => page.getByRole("textbox", { name: "Path of the folder on the server's machine" });
const folder = (page: Page) => page.getByRole("list", { name: "Watched folders" }).getByRole("article");
