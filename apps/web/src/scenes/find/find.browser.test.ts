import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../../../server/src/testing/start-test-server.ts";
import { eventually } from "../../testing/eventually.ts";
import { keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`finding in the page${missingBrowser}`, () => {
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

  test("leads on where there are no notes: the sample comes in with one click and goes with one", async () => {
    const page = await browser.open("/");
    await page.getByRole("heading", { name: "Bring your notes" }).waitFor();
    await keepPicture(page, "test-first-steps");
    await page.getByRole("button", { name: "Add the sample" }).click();
    await page.getByText("6 sample notes are here").waitFor();
    // Only kinds that are there are offered.
    const kinds = page.getByRole("group", { name: "Type of note" }).getByRole("button");
    await eventually(() => kinds.allTextContents()).toEqual(["All", "Markdown", "Org", "Other"]);
    await page.getByRole("textbox", { name: /Search your notes/ }).fill("Ochsenherz");
    await results(page).getByText("Ochsenherz").first().waitFor();
    await page.getByRole("textbox", { name: /Search your notes/ }).fill("");
    await page.getByRole("button", { name: "Remove the sample" }).click();
    await page.getByRole("heading", { name: "Bring your notes" }).waitFor();
    expect((await server.get("/api/content/status")).json().items).toEqual([]);
    await page.close();
  });

  test("shows results while one types, with the words marked and why they are there", async () => {
    await fillNotes(server);
    const page = await browser.open("/");
    await page.getByRole("textbox", { name: /Search your notes/ }).pressSequentially("quicksil");
    const result = results(page).getByRole("link").first();
    await result.getByText("quicksilver").waitFor();
    expect(await result.locator("mark").allTextContents()).toEqual(["quicksilver"]);
    expect(await result.textContent()).toContain("Long log.md");
    expect(await result.textContent()).toContain("words");
    await eventually(() => new URL(page.url()).searchParams.get("q")).toBe("quicksil");
    await page.close();
  });

  test("cuts searches off that are no longer wanted, and shows the last", async () => {
    const page = await browser.open("/");
    const cut: string[] = [];
    page.on("requestfailed", (request) => cut.push(new URL(request.url()).searchParams.get("q") ?? ""));
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/api\/search\?q=winter/, async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    const box = page.getByRole("textbox", { name: /Search your notes/ });
    const asked = page.waitForRequest(/q=winter/);
    await box.fill("winter");
    await asked;
    await box.fill("quicksilver");
    await results(page).getByText("quicksilver").first().waitFor();
    expect(cut).toContain("winter");
    release();
    await page.close();
  });

  test("opens a result at its passage, far down a long note, and keeps it in the address", async () => {
    const page = await browser.open("/?q=quicksilver");
    await results(page).getByRole("link").first().click();
    const note = page.getByRole("complementary", { name: "Opened note" });
    const mark = note.locator("mark", { hasText: "quicksilver" }).first();
    await mark.waitFor();
    await eventually(() => isInSight(page, "aside mark[data-current]")).toBe(true);
    expect(await note.locator("[data-passage]").count()).toBeGreaterThan(0);
    expect(await note.getByText("Week 15").count()).toBeGreaterThan(0);
    expect(await page.evaluate(`document.querySelector("[data-note-pane]").clientHeight < innerHeight`)).toBe(true);
    await keepPicture(page, "test-opened-line-900");
    const address = new URL(page.url());
    expect(address.searchParams.get("open")).toBe("notes/Long log.md");
    await page.goto(address.href);
    await eventually(() => isInSight(page, "aside mark[data-current]")).toBe(true);
    await page.goBack();
    await page.close();
  });

  test("asks with Enter, cites by number, and a citation opens the passage with the words marked", async () => {
    const page = await browser.open("/");
    await page.getByRole("textbox", { name: /Search your notes/ }).fill("What did the expedition find under the ice?");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("region", { name: "Answer" });
    await answer.getByText("quicksilver").first().waitFor();
    await answer.getByText("nothing left this server").waitFor();
    await keepPicture(page, "test-answer");
    await answer.getByRole("link", { name: /^Source 1/ }).click();
    await eventually(() => isInSight(page, "aside [data-passage]")).toBe(true);
    await eventually(() => page.locator("aside mark").allTextContents()).toContain("expedition");
    await eventually(() => new URL(page.url()).searchParams.get("conversation")).not.toBeNull();
    await page.reload();
    await page.getByRole("region", { name: "Answer" }).getByText("quicksilver").first().waitFor();
    await page.close();
  });

  test("does not take an input method's Enter for a question", async () => {
    const page = await browser.open("/");
    const questions: string[] = [];
    page.on("request", (request) => request.url().includes("/api/chat?") && questions.push(request.url()));
    const box = page.getByRole("textbox", { name: /Search your notes/ });
    await box.focus();
    const session = await page.context().newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "ろくじ", selectionStart: 3, selectionEnd: 3 });
    await page.evaluate(
      `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true, keyCode: 229 }))`,
    );
    await session.send("Input.insertText", { text: "六時" });
    expect(await box.inputValue()).toContain("六時");
    await results(page).getByText("日本の朝").first().waitFor();
    expect(questions).toEqual([]);
    const asked = page.waitForRequest(/\/api\/chat\?/);
    await page.keyboard.press("Enter");
    await asked;
    await page.close();
  });

  test("works by keys alone: box, results, note, back, list of keys", async () => {
    const page = await browser.open("/files");
    await page.keyboard.press("Control+k");
    await eventually(() => focused(page)).toBe("Filter files by name");
    await page.goto(`${server.url}/settings`);
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    await page.keyboard.press("Control+k");
    await eventually(() => focused(page)).toBe("Search your notes, or ask a question");
    await page.keyboard.type("bread");
    await results(page).getByRole("link").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Opened note" }).locator("mark").first().waitFor();
    await page.keyboard.press("n");
    await eventually(() => page.getByLabel("Place", { exact: true }).textContent()).toMatch(/ of /);
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "Opened note" }).waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
    await page.close();
  });

  test("says what was searched when nothing is found, and offers the nearest spelling", async () => {
    const page = await browser.open("/");
    await page.getByRole("textbox", { name: /Search your notes/ }).fill("xqzzyv");
    await page.getByRole("heading", { name: "Nothing found" }).waitFor();
    await page.getByText(/Searched \d[\d,]* passages/).waitFor();
    await page.getByText("Meaning did not look: no model that reads meaning is set up.").waitFor();
    await page.getByRole("link", { name: "Models" }).waitFor();
    await keepPicture(page, "test-nothing-found");
    await page.getByRole("textbox", { name: /Search your notes/ }).fill('"bread of the xqzzyv"');
    await page.getByText(/^No passage has these words in a row/).waitFor();
    await page.getByRole("button", { name: "bread of the xqzzyv" }).click();
    await results(page).getByRole("link").first().waitFor();
    await page.close();
  });

  test("on a phone the note slides over and back returns to the same place in the results", async () => {
    const page = await browser.open("/?q=bread", { width: 375, height: 700 });
    await results(page).getByRole("link").nth(8).scrollIntoViewIfNeeded();
    const before = await page.evaluate(`document.querySelector("[data-results-pane]").scrollTop`);
    await results(page).getByRole("link").nth(8).click();
    await page.getByRole("button", { name: "Back" }).waitFor();
    await keepPicture(page, "test-note-375");
    await eventually(() => page.evaluate(`document.querySelector("aside").contains(document.activeElement)`)).toBe(
      true,
    );
    await page.goBack();
    await page.getByRole("button", { name: "Back" }).waitFor({ state: "detached" });
    await eventually(() => page.evaluate(`document.activeElement.hasAttribute("data-result")`)).toBe(true);
    expect(await page.evaluate(`document.querySelector("[data-results-pane]").scrollTop`)).toBe(before);
    expect(before).toBeGreaterThan(0);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await page.close();
  });

  test("says once that the server does not answer, and goes on by itself when it does", async () => {
    const page = await browser.open("/");
    await page.route(/\/api\//, (route) => route.abort("connectionrefused"));
    await page.getByRole("textbox", { name: /Search your notes/ }).fill("lantern");
    await page.getByText("Trying again until it does").waitFor();
    await keepPicture(page, "test-offline");
    await page.unroute(/\/api\//);
    await page.getByText("Trying again until it does").waitFor({ state: "detached" });
    await results(page).getByRole("link").first().waitFor();
    await page.close();
  });

  test("talked to nobody but the server, and broke no rule of its policy", () => {
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
    expect(browser.complaints).toEqual([]);
  });
});

const results = (page: Page) => page.getByRole("list", { name: "Results" });
const focused = (page: Page) => page.evaluate(`document.activeElement?.getAttribute("aria-label")`);

function isInSight(page: Page, selector: string): Promise<unknown> {
  return page.evaluate(`(() => {
    const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
    return box !== undefined && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
  })()`);
}

const words = "river stone garden winter bread window ladder copper lantern meadow harbour paper".split(" ");

/** A log of 1,400 lines with one line of its own at 900, and a note in a script without spaces. */
async function fillNotes(server: TestServer): Promise<void> {
  const lines = Array.from({ length: 1400 }, (_, index) => {
    if (index === 899) return "On this day the expedition found the **quicksilver** lighthouse under the ice.";
    if (index % 60 === 0) return `## Week ${index / 60}`;
    return index % 4 === 1
      ? ""
      : `Entry ${index}: ${words.map((_, at) => words[(at * 7 + index) % words.length]).join(" ")}.`;
  });
  await server.upload(
    [
      { name: "notes/Long log.md", content: ["# Long log", ...lines].join("\n") },
      { name: "notes/日本の朝.md", content: "# 日本の朝\n\n明日は六時に起きて、駅まで歩きます。\n" },
      { name: "notes/Baking.md", content: "# Baking\n\nBread needs time, and a window to cool by.\n" },
    ],
    { path: "/api/content?client=web" },
  );
}
