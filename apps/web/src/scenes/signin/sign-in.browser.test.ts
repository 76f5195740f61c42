import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedInClient, signInAs } from "../../../../server/src/testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../../../server/src/testing/start-test-server.ts";
import { eventually } from "../../testing/eventually.ts";
import {
  findBarriers,
  keepPicture,
  missingBrowser,
  openBrowser,
  type TestBrowser,
} from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`signing in${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  let admin: SignedInClient;
  beforeAll(async () => {
    server = await startTestServer({ config: { anonymous: false } });
    browser = await openBrowser(server.url);
    admin = await signInAs(server, { email: "root@example.org", role: "admin" });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** What an administrator hands over: the person is made by asking, as the guide says. */
  async function linkFor(email: string): Promise<string> {
    const { users } = (await admin.get(`/api/admin/users?q=${encodeURIComponent(email)}`)).json();
    const answer = await admin.send("POST", "/api/admin/users/actions", { action: "login-link", users: [users[0].id] });
    return answer.json().outcomes[0].link as string;
  }

  test("leads whoever is not signed in to the sign-in page, and tells what to do when nothing is mailed", async () => {
    for (const width of [1280, 375]) {
      const page = await browser.open("/files?name=bread", { width, height: 740 });
      await expect.poll(() => new URL(page.url()).pathname).toBe("/login");
      await emailField(page).fill("ada@example.org");
      await keepPicture(page, `signin-ways-${width}`);
      await page.getByRole("button", { name: "Send Magic Link" }).click();
      await page.getByRole("heading", { name: "Ask your administrator" }).waitFor();
      await page.getByText("they find you").waitFor();
      await keepPicture(page, `signin-no-mail-${width}`);
      expect(await findBarriers(page)).toEqual([]);
      await page.close();
    }
  });

  test("refuses what is no address in its place, and puts the cursor there", async () => {
    const page = await browser.open("/login");
    await emailField(page).fill("ada");
    await page.getByRole("button", { name: "Send Magic Link" }).click();
    await page.getByText("Type your e-mail address, such as").waitFor();
    expect(await emailField(page).getAttribute("aria-invalid")).toBe("true");
    expect(await page.evaluate("document.activeElement.name")).toBe("email");
    await page.close();
  });

  test("an administrator's link signs in one device, once, and the second try says so", async () => {
    const asking = await browser.open("/login");
    await emailField(asking).fill("ada@example.org");
    await asking.getByRole("button", { name: "Send Magic Link" }).click();
    await asking.getByRole("heading", { name: "Ask your administrator" }).waitFor();
    await asking.close();
    await eventually(async () => (await admin.get("/api/admin/users?q=ada@example.org")).json().total).toBe(1);
    const link = new URL(await linkFor("ada@example.org"));
    const page = await browser.open(link.pathname + link.search);
    await keepPicture(page, "signin-link-1280");
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign in as ada@example.org" }).click();
    await page.getByRole("navigation", { name: "Places" }).waitFor();
    await page.goto(`${server.url}/files`);
    await page.getByRole("heading", { name: "Files", exact: true }).waitFor();
    const second = await browser.open(link.pathname + link.search, { width: 375, height: 740 });
    await expect.poll(() => new URL(second.url()).pathname).toBe("/login");
    await second.getByText("used already").waitFor();
    await keepPicture(second, "signin-used-375");
    await second.close();
    // The same device is not asked again.
    await page.goto(`${server.url}/login?next=/chats`);
    await expect.poll(() => new URL(page.url()).pathname).toBe("/chats");
    await page.close();
  });

  test("a half-way sign-in that is over leads back to the beginning, and a reload stays there", async () => {
    const page = await browser.open("/login?step=second-factor&ways=totp&next=/chats");
    await page.getByRole("textbox", { name: "Code of your authenticator app" }).fill("123456");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByText("That sign-in is over").waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe("?next=%2Fchats");
    await page.reload();
    await emailField(page).waitFor();
    await page.close();
  });

  test("another site's link to sign out asks first", async () => {
    const leaving = await signInAs(server, { email: "leaving@example.org" });
    const page = await browser.open("/auth/logout", { cookie: leaving.cookie, width: 375, height: 740 });
    await page.getByRole("heading", { name: "Sign out" }).waitFor();
    await keepPicture(page, "sign-out-375");
    expect(await findBarriers(page)).toEqual([]);
    expect((await leaving.get("/api/account/profile")).status).toBe(200);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out on this device.").waitFor();
    expect((await leaving.get("/api/account/profile")).status).toBe(403);
    await page.close();
  });
});

const emailField = (page: Page) => page.getByRole("textbox", { name: "E-mail address" });
