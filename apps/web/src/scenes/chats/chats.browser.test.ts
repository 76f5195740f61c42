import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../../../server/src/testing/start-test-server.ts";
import { eventually } from "../../testing/eventually.ts";
import { keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`conversations in the page${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    await server.upload(
      [{ name: "Heating.md", content: "# Heating\n\nThe grant covers 55 % of the costs of a heat pump.\n" }],
      { path: "/api/content?client=web" },
    );
    browser = await openBrowser(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("asks, cites, and survives a reload", async () => {
    const page = await browser.open("/chat");
    await page.getByRole("textbox", { name: "Ask a question" }).fill("How much does the grant cover?");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("article", { name: "Answer" });
    await answer.getByText("55 %").first().waitFor();
    await answer.getByRole("link", { name: /^Source 1/ }).hover();
    await page.getByText("covers 55 % of the costs").last().waitFor();
    await keepPicture(page, "test-ask");
    await eventually(() => new URL(page.url()).searchParams.get("conversation")).not.toBeNull();
    await page.reload();
    await answer.getByText("55 %").first().waitFor();
    await answer.getByRole("link", { name: /^Source 1/ }).click();
    await page.getByRole("complementary", { name: "Opened note" }).locator("[data-passage]").first().waitFor();
    await page.close();
  });

  test("says plainly that the notes do not answer", async () => {
    const page = await browser.open("/chat");
    await page.getByRole("textbox", { name: "Ask a question" }).fill("Where do penguins nest?");
    await page.keyboard.press("Enter");
    await page.getByText("Nothing in your notes answers this").waitFor();
    await page.close();
  });

  test("renames a conversation in its place", async () => {
    const page = await browser.open("/chats");
    await page.getByRole("button", { name: /Actions for How much/ }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Name of the conversation" }).fill("Heat pump money");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /Heat pump money/ }).waitFor();
    await keepPicture(page, "test-chats");
    await page.close();
  });

  test("exports a conversation as a note", async () => {
    const page = await browser.open("/chats");
    await page.getByRole("button", { name: "Actions for Heat pump money" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Export" }).click();
    const text = await readFile(await (await download).path(), "utf8");
    expect(text).toContain("# Heat pump money\n\n## How much does the grant cover?");
    expect(text).toContain("1. Heating.md, line 3");
    await page.close();
  });

  test("shares a conversation, and takes it back", async () => {
    const page = await browser.open("/chats");
    await page.getByRole("button", { name: "Actions for Heat pump money" }).click();
    await page.getByRole("menuitem", { name: "Share" }).click();
    await page.getByRole("button", { name: "Make an address" }).click();
    const address = await page.getByRole("textbox", { name: "Address" }).inputValue();
    const visitor = await browser.open(new URL(address).pathname);
    await visitor.getByRole("heading", { name: "Heat pump money" }).waitFor();
    await visitor.getByText("55 %").first().waitFor();
    await keepPicture(visitor, "test-shared");
    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByRole("button", { name: "Make an address" }).waitFor();
    await visitor.reload();
    await visitor.getByText("no shared conversation at this address").waitFor();
    await visitor.close();
    await page.close();
  });

  test("deletes with undo, and restores from the deleted ones", async () => {
    const page = await browser.open("/chats");
    const chat = page.getByRole("link", { name: /Heat pump money/ });
    await page.getByRole("button", { name: "Actions for Heat pump money" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await chat.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await chat.waitFor();
    await page.getByRole("button", { name: "Actions for Heat pump money" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: /^Deleted \(1\)/ }).click({ timeout: 25_000 });
    await page.getByRole("button", { name: "Restore" }).click();
    await chat.waitFor();
    await page.close();
  });

  test("does not send on an input method's Enter, and breaks the line with Shift", async () => {
    const page = await browser.open("/chat");
    const box = page.getByRole("textbox", { name: "Ask a question" });
    await box.fill("六時");
    await box.dispatchEvent("keydown", { key: "Enter", isComposing: true, keyCode: 229, bubbles: true });
    await page.keyboard.press("Shift+Enter");
    expect(await box.inputValue()).toBe("六時\n");
    expect(await page.getByRole("article", { name: "Answer" }).count()).toBe(0);
    await page.close();
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});
