import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedInClient, signInAs } from "../../../server/src/testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../../server/src/testing/start-test-server.ts";
import { keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../testing/open-browser.ts";

/** The guide's own steps, as it writes them, at the desk and on the phone. */
describe.skipIf(missingBrowser !== "")(`the guide's way in without mail${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  let admin: SignedInClient;
  beforeAll(async () => {
    server = await startTestServer({ config: { anonymous: false } });
    admin = await signInAs(server, { email: "root@example.org", role: "admin" });
    for (let one = 0; one < 60; one++) await signInAs(server, { email: `somebody${one}@example.net` });
    browser = await openBrowser(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const width of [1280, 375]) {
    test(`asks, is found and ticked, gets an email login URL, and is in with it once, ${width} pixels wide`, async () => {
      const email = `newcomer${width}@example.org`;
      const theirs = await browser.open("/login", { width });
      await theirs.getByRole("textbox", { name: /mail/i }).fill(email);
      await theirs.getByRole("button", { name: "Send Magic Link" }).click();
      await theirs
        .getByText(/administrator/i)
        .first()
        .waitFor();

      const page = await browser.open("/server/admin/", { width, cookie: admin.cookie });
      await page.getByRole("heading", { name: "Users" }).waitFor();
      await page.getByRole("searchbox", { name: "Search users" }).fill(`newcomer${width}`);
      await page.getByRole("checkbox", { name: `Choose ${email}` }).check();
      await page.getByRole("combobox", { name: "Action" }).selectOption("Get email login URL");
      await page.getByRole("button", { name: "Go" }).click();
      const link = page.getByRole("textbox", { name: `link for ${email}` });
      await link.waitFor();
      expect((await link.boundingBox())?.y).toBeLessThan(300);
      await keepPicture(page, `panel-guide-${width}`);
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.getByRole("button", { name: `Copy link for ${email}` }).click();
      await page.getByRole("button", { name: `Copied link for ${email}` }).waitFor();
      const address = String(await page.evaluate("navigator.clipboard.readText()"));
      expect(address).toBe(await link.inputValue());

      await theirs.goto(address);
      await theirs.getByRole("button", { name: new RegExp(`Sign in as ${email}`) }).click();
      await theirs.getByRole("navigation", { name: "Places" }).waitFor();
      const late = await browser.open("/login", { width });
      await late.goto(address);
      await late.waitForURL(/\/login/);
      await late
        .getByText(/used|expired/i)
        .first()
        .waitFor();
      for (const one of [theirs, page, late]) await one.close();
    }, 60_000);
  }

  test("keeps what was searched in the address, through reload and back", async () => {
    const page = await browser.open("/server/admin/users?q=somebody1&sort=email&order=asc", { cookie: admin.cookie });
    await page
      .getByRole("row")
      .nth(1)
      .getByText("somebody10@example.net")
      .or(page.getByText("somebody1@example.net"))
      .first()
      .waitFor();
    await page.getByRole("combobox", { name: "State" }).selectOption("State: Active");
    await page.waitForURL(/state=active/);
    await page.reload();
    expect(await page.getByRole("searchbox", { name: "Search users" }).inputValue()).toBe("somebody1");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByText("63 users").waitFor();
    await page.getByRole("button", { name: "Next page" }).click();
    await page.waitForURL(/page=2/);
    await page.goBack();
    await page.getByText("1 of 2").waitFor();
    await page.close();
  });

  test("copies on plain HTTP too, where a page has no clipboard of its own", async () => {
    const { personId } = await signInAs(server, { email: "plain@example.net" });
    const fresh = await signInAs(server, { email: "root@example.org", role: "admin" });
    const page = await browser.open(`/server/admin/users?q=${personId}`, { cookie: fresh.cookie });
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.getByRole("checkbox", { name: "Choose plain@example.net" }).check();
    await page.getByRole("combobox", { name: "Action" }).selectOption("Get email login URL");
    await page.getByRole("button", { name: "Go" }).click();
    await page.getByRole("button", { name: "Copy link for plain@example.net" }).click();
    await page.getByRole("button", { name: "Copied link for plain@example.net" }).waitFor();
    await page.close();
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});
