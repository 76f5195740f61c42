import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedInClient, signInAs } from "../../server/src/testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../server/src/testing/start-test-server.ts";
import { dropFiles } from "./testing/drop-files.ts";
import { eventually } from "./testing/eventually.ts";
import { findBarriers, keepPicture, missingBrowser, openBrowser, type TestBrowser } from "./testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`spaces in everyday use${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  let anna: SignedInClient;
  let home = "";
  let shared = "";
  beforeAll(async () => {
    server = await startTestServer({ config: { anonymous: false } });
    browser = await openBrowser(server.url);
    anna = await signInAs(server, { email: "anna@example.org" });
    const made = await anna.send("POST", "/api/spaces", { name: "Garden club" });
    shared = made.json().id;
    home = (await anna.get("/api/spaces")).json().spaces[0].id;
    await upload("Plan.md", "# Plan\n\nTulips in my own notes.\n");
    await upload("Plan.md", "# Plan\n\nTulips of the club.\n", shared);
    await upload("Diary.md", "# Diary\n\nA word about roses.\n");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  const upload = (name: string, content: string, space?: string) =>
    anna.upload([{ name, content }], { path: `/api/content?client=web${space ? `&space=${space}` : ""}` });
  const open = (address: string, width = 1280) =>
    browser.open(address, { cookie: anna.cookie, width, height: width === 375 ? 740 : 800 });
  const filesOf = async (space: string): Promise<string[]> =>
    (await anna.get(`/api/content/status?space=${space}`))
      .json()
      .items.map((item: { file_name: string }) => item.file_name);

  test("a search covers all spaces, says which a note is from, opens that one, and can be narrowed", async () => {
    for (const width of [1280, 375]) {
      const page = await open("/?q=tulips", width);
      const results = page.getByRole("list", { name: "Results" }).getByRole("link");
      await eventually(() => results.count()).toBe(2);
      await keepPicture(page, `spaces-find-${width}`);
      expect(await findBarriers(page)).toEqual([]);
      await results.filter({ hasText: "Garden club" }).click();
      const note = page.getByRole("complementary", { name: "Opened note" });
      await note.getByText("of the club").waitFor();
      await keepPicture(page, `spaces-note-${width}`);
      await note.getByRole("button", { name: width === 375 ? "Back" : "Close the note" }).click();
      await page.getByRole("combobox", { name: "Space to find in" }).selectOption({ label: "Garden club" });
      await eventually(() => results.count()).toBe(1);
      expect(new URL(page.url()).searchParams.get("space")).toBe(shared);
      await page.reload();
      await eventually(() => results.count()).toBe(1);
      await page.close();
    }
  }, 90_000);

  test("files of one space are listed, dropped files go to it, and move to another with undo", async () => {
    const page = await open("/files");
    const list = page.getByRole("list", { name: "Files" });
    await list.getByText("Diary.md").waitFor();
    await page.getByRole("combobox", { name: "Space whose files are shown" }).selectOption({ label: "Garden club" });
    await list.getByText("Diary.md").waitFor({ state: "detached" });
    await dropFiles(page, { "Minutes.md": "# Minutes\n\nWho came.\n" });
    await eventually(() => filesOf(shared)).toContain("Minutes.md");
    expect(await filesOf(home)).not.toContain("Minutes.md");
    await page.getByRole("combobox", { name: "Space whose files are shown" }).selectOption("");
    await list.getByText("Diary.md").waitFor();
    await choose(page, "Diary.md");
    await page.getByRole("button", { name: "To a space" }).click();
    await keepPicture(page, "spaces-move-1280");
    await page.getByRole("menuitem", { name: "Move to Garden club" }).click();
    await page.getByText("Diary.md moved to Garden club").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await filesOf(home)).toContain("Diary.md");
    await choose(page, "Diary.md");
    await page.getByRole("button", { name: "To a space" }).click();
    await page.getByRole("menuitem", { name: "Move to Garden club" }).click();
    await eventually(() => filesOf(shared)).toContain("Diary.md");
    expect(await filesOf(home)).not.toContain("Diary.md");
    await page.close();
  }, 90_000);

  test("a question is about the space that is chosen", async () => {
    const page = await open("/chat");
    await page.getByRole("combobox", { name: "Space to ask about" }).selectOption({ label: "Garden club" });
    await keepPicture(page, "spaces-ask-1280");
    const asked = page.waitForRequest((request) => request.method() === "POST" && request.url().includes("/api/chat?"));
    await page.getByRole("textbox", { name: "Ask a question" }).fill("What about tulips?");
    await page.keyboard.press("Enter");
    expect(JSON.parse((await asked).postData() ?? "{}").space).toBe(shared);
    await page.close();
  }, 60_000);

  test("whoever has only their own space is not asked", async () => {
    const alone = await signInAs(server, { email: "alone@example.org" });
    const page = await browser.open("/files", { cookie: alone.cookie });
    await page.getByRole("heading", { name: "No files yet" }).waitFor();
    await page.getByRole("button", { name: "Account" }).waitFor();
    expect(await page.getByRole("combobox").count()).toBe(0);
    await page.close();
  });

  test("broke no rule of the policy", () => expect(browser.complaints).toEqual([]));
});

const choose = (page: Page, name: string) => page.getByRole("checkbox", { name: new RegExp(name) }).check();
