import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/src/testing/start-test-server.ts";
import { eventually } from "./testing/eventually.ts";
import { findBarriers, keepPicture, missingBrowser, openBrowser, type TestBrowser } from "./testing/open-browser.ts";

const longName =
  "A name that goes on and on because somebody saved a web page with its whole title as the name of the file and once more for good measure.md";

interface Scene {
  readonly name: string;
  readonly address: string;
  /** Something that is there once the scene is shown. */
  readonly shown: (page: Page) => Promise<unknown>;
}

const scenes: readonly Scene[] = [
  { name: "rest", address: "/", shown: (page) => page.getByRole("heading", { name: "Changed last" }).waitFor() },
  { name: "find", address: "/?q=bread", shown: (page) => firstResult(page).waitFor() },
  {
    name: "note",
    address: "/?q=bread&open=Kitchen.md",
    shown: (page) => page.getByRole("complementary", { name: "Opened note" }).locator("mark").first().waitFor(),
  },
  { name: "rtl", address: "/?q=الشاي", shown: (page) => firstResult(page).waitFor() },
  { name: "ask", address: "/chat", shown: (page) => page.getByRole("heading", { name: "Ask your notes" }).waitFor() },
  { name: "chats", address: "/chats", shown: (page) => page.getByRole("list", { name: "Chats" }).waitFor() },
  {
    name: "files",
    address: "/files",
    shown: (page) => page.getByRole("list", { name: "Files" }).getByRole("link").first().waitFor(),
  },
  { name: "folders", address: "/folders", shown: (page) => page.getByRole("article").waitFor() },
  {
    name: "settings",
    address: "/settings",
    shown: (page) => page.getByRole("region", { name: "Look" }).waitFor(),
  },
  {
    name: "settings-server",
    address: "/settings?part=server",
    shown: (page) => page.getByText("Running since").waitFor(),
  },
];

describe.skipIf(missingBrowser !== "")(`the look of the page${missingBrowser}`, () => {
  let server: TestServer;
  let empty: TestServer;
  let browser: TestBrowser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "khoj-look-"));
    await writeFile(path.join(folder, "Baking log.md"), "# Baking log\n\nBread on Sunday.\n");
    server = await startTestServer();
    empty = await startTestServer();
    await fill(server, folder);
    browser = await openBrowser(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await empty?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const dark of [false, true]) {
    for (const width of [1280, 375]) {
      const look = `${dark ? "dark" : "light"}-${width}`;
      test(`has no barrier in any scene, ${dark ? "dark" : "light"}, ${width} pixels wide`, async () => {
        const barriers: string[] = [];
        for (const { name, address, shown } of scenes) {
          const page = await browser.open(address, { dark, width, height: width === 375 ? 740 : 800 });
          await shown(page);
          await keepPicture(page, `${name}-${look}`);
          barriers.push(...(await findBarriers(page)).map((barrier) => `${name}: ${barrier}`));
          const fits = await page.evaluate("document.documentElement.scrollWidth <= innerWidth");
          if (fits !== true) barriers.push(`${name}: wider than the window`);
          await page.close();
        }
        expect(barriers).toEqual([]);
      }, 120_000);
    }
  }

  test("has no barrier where there is nothing yet, where something failed, and in its dialogs", async () => {
    const barriers: string[] = [];
    for (const dark of [false, true]) {
      const page = await browser.open("/", { dark });
      await page.route(/api\/search/, (route) => route.fulfill({ status: 500, body: "{}" }));
      await page.getByRole("textbox", { name: /Search your notes/ }).fill("failing");
      await page.getByRole("heading", { name: "The search failed" }).waitFor();
      await keepPicture(page, `failed-${dark ? "dark" : "light"}`);
      barriers.push(...(await findBarriers(page)));
      await page.getByRole("textbox", { name: /Search your notes/ }).blur();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      await keepPicture(page, `keys-${dark ? "dark" : "light"}`);
      barriers.push(...(await findBarriers(page)));
      await page.goto(`${server.url}/chats`);
      await page.getByRole("button", { name: /^Actions for/ }).click();
      await keepPicture(page, `menu-${dark ? "dark" : "light"}`);
      barriers.push(...(await findBarriers(page)));
      await page.goto(`${empty.url}/`);
      await page.getByRole("heading", { name: "Bring your notes" }).waitFor();
      await keepPicture(page, `empty-${dark ? "dark" : "light"}`);
      barriers.push(...(await findBarriers(page)));
      for (const place of ["chats", "files", "folders"]) {
        await page.goto(`${empty.url}/${place}`);
        await page.getByRole("heading", { level: 2 }).first().waitFor();
        await keepPicture(page, `empty-${place}-${dark ? "dark" : "light"}`);
        barriers.push(...(await findBarriers(page)));
      }
      await page.close();
    }
    expect(barriers).toEqual([]);
  }, 120_000);

  test("keeps everything in the window at 200 %", async () => {
    for (const { name, address, shown } of scenes) {
      const page = await browser.open(address, { zoom: 2 });
      await shown(page);
      await keepPicture(page, `${name}-zoom`);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      await page.close();
    }
  }, 120_000);

  test("follows the theme that is chosen, also before the first paint of the next visit", async () => {
    const page = await browser.open("/settings");
    await page.getByText("Dark", { exact: true }).click();
    await eventually(() => page.evaluate("getComputedStyle(document.body).colorScheme")).toBe("dark");
    await page.goto(`${server.url}/`, { waitUntil: "commit" });
    // Not by waitForFunction: what it evaluates more than once the policy forbids.
    await eventually(() => page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
    await page.close();
  });

  test("does not jump while a note is found and opened", async () => {
    const page = await browser.open("/");
    await page.evaluate(`
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    `);
    await page.getByRole("textbox", { name: /Search your notes/ }).pressSequentially("bread time", { delay: 40 });
    await firstResult(page).waitFor();
    await firstResult(page).click();
    await page.getByRole("complementary", { name: "Opened note" }).locator("mark").first().waitFor();
    expect(await page.evaluate("window.shift")).toBeLessThan(0.1);
    await page.close();
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts].sort()).toEqual([new URL(server.url).host, new URL(empty.url).host].sort());
  });
});

const firstResult = (page: Page) => page.getByRole("list", { name: "Results" }).getByRole("link").first();

async function fill(server: TestServer, folder: string): Promise<void> {
  const arabic =
    "# مذكرات القاهرة\n\nوصلنا في الصباح. شربنا الشاي بجانب النيل وتحدثنا عن الكتب القديمة.\n\n- خبز\n- زيتون\n";
  await server.upload(
    [
      { name: "Kitchen.md", content: kitchen },
      { name: `deep/er/and/deeper/${longName}`, content: "# Long names\n\nBread with a name too long for any list.\n" },
      { name: "مذكرات القاهرة.md", content: arabic },
      {
        name: "Secret.md",
        content: "---\nclassification: secret\n---\n# Secret\n\nWhere the bread knife is hidden.\n",
      },
      { name: "Diary.md", content: "---\nprivate: true\n---\nNot for anybody.\n" },
      { name: "Paper.pdf", content: "%PDF-1.4 nothing", type: "application/pdf" },
    ],
    { path: "/api/content?client=web" },
  );
  await server.send("POST", "/api/folders", { path: folder });
  await server.send("POST", "/api/chat", { q: "What does bread need?", create_new: true });
}

const kitchen = `---
tags: [kitchen, bread]
---
# Kitchen

Bread needs **time**. See [[Secret]] and [a page](https://example.org/bread), and ![a loaf](https://example.org/loaf.png).

> [!tip] Oven
> Preheat to 250 °C.

- [ ] feed the starter
- [x] buy flour #shopping

| what  | grams |
| ----- | ----: |
| flour |   450 |
| water |   360 |

\`\`\`python
def rise(dough):
    return dough * 2
\`\`\`

It doubles in $t = \\frac{1}{2}$ day.[^1]

[^1]: In a warm kitchen.
`;
