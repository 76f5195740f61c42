import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MailServer, startMailServer } from "../../../../server/src/mail/testing/mail-server.ts";
import { type ProviderServer, startProviderServer } from "../../../../server/src/signin/testing/provider-server.ts";
import {
  findBarriers,
  keepPicture,
  missingBrowser,
  openBrowser,
  type TestBrowser,
} from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`signing in by mail and by providers${missingBrowser}`, () => {
  let mail: MailServer;
  let world: ProviderServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    mail = await startMailServer();
    world = await startProviderServer({
      mail: { smtpUrl: `smtp://127.0.0.1:${mail.port}`, resend: undefined, from: undefined },
    });
    browser = await openBrowser(world.server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await mail?.stop();
  });

  test("offers each way that is on, in both themes and widths, without a barrier", async () => {
    for (const dark of [false, true]) {
      for (const width of [1280, 375]) {
        const page = await browser.open("/login?reason=session-ended", { dark, width, height: 740 });
        await page.getByRole("link", { name: "Sign in with Google" }).waitFor();
        await page.getByRole("link", { name: /^Sign in with 127\.0\.0\.1/ }).waitFor();
        await page.getByRole("button", { name: "Use a password" }).click();
        await keepPicture(page, `signin-all-${dark ? "dark" : "light"}-${width}`);
        expect(await findBarriers(page)).toEqual([]);
        await page.close();
      }
    }
  }, 60_000);

  test("does not jump while the ways arrive", async () => {
    const page = await browser.open("/login");
    await page.evaluate(`
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    `);
    await page.getByRole("link", { name: "Sign in with Google" }).waitFor();
    expect(await page.evaluate("window.shift")).toBeLessThan(0.05);
    await page.close();
  });

  test("the mailed link signs in by itself in the browser that asked, and goes where one wanted to go", async () => {
    const { email } = world.account("google");
    await world.person(email);
    const page = await browser.open("/files?name=bread");
    await askForLink(page, email);
    await page.getByRole("heading", { name: "Check your mail" }).waitFor();
    await keepPicture(page, "signin-check-mail-1280");
    expect(await findBarriers(page)).toEqual([]);
    const link = new URL((await mail.mailTo(email)).link);
    const phone = await browser.open(link.pathname + link.search, { width: 375, height: 740 });
    await phone.getByRole("button", { name: `Sign in as ${email}` }).waitFor();
    await phone.close();
    const tab = await page.context().newPage();
    await tab.goto(world.server.url + link.pathname + link.search);
    await tab.getByRole("heading", { name: "Files", exact: true }).waitFor();
    expect(new URL(tab.url()).search).toBe("?name=bread");
    await page.close();
  }, 60_000);

  test("the six digits do the same, as they are copied; wrong ones are said to be wrong", async () => {
    const { email } = world.account("google");
    await world.person(email);
    const page = await browser.open("/login?next=/chats", { width: 375, height: 740 });
    await askForLink(page, email);
    const { code } = await mail.mailTo(email);
    const field = page.getByRole("textbox", { name: "Code from the mail" });
    await field.fill(code === "123456" ? "654321" : "123456");
    await page.getByRole("alert").waitFor();
    await keepPicture(page, "signin-code-wrong-375");
    await field.fill(` ${code.slice(0, 3)} ${code.slice(3)} `);
    await expect.poll(() => new URL(page.url()).pathname).toBe("/chats");
    await page.close();
  }, 60_000);

  for (const [name, button] of [
    ["google", "Sign in with Google"],
    ["oidc", /^Sign in with 127\.0\.0\.1/],
  ] as const) {
    test(`by ${name} one goes there and comes back signed in`, async () => {
      const { subject, email } = world.account(name);
      await world.person(email);
      await world[name].visit("", subject);
      const page = await browser.open("/login?next=/chats");
      await page.getByRole("link", { name: button }).click();
      await expect.poll(() => page.url()).toBe(`${world.server.url}/chats`);
      await page.getByRole("button", { name: "Account" }).click();
      await page.getByRole("menu").getByText(email).waitFor();
      await page.close();
    }, 60_000);
  }

  test("says in a sentence why a provider let nobody in, and who must still agree", async () => {
    world.oidc.bends.refuses = "access_denied";
    const page = await browser.open("/login");
    await page.getByRole("link", { name: /^Sign in with 127\.0\.0\.1/ }).click();
    await page.getByText("The provider did not let you in").waitFor();
    world.mend();
    const { subject } = world.account("google");
    await world.google.visit("", subject);
    await page.getByRole("link", { name: "Sign in with Google" }).click();
    await page.getByText("Your request is with the administrator.").waitFor();
    await keepPicture(page, "signin-pending-1280");
    await page.close();
  }, 60_000);

  test("connects a provider in Settings, and disconnects it", async () => {
    const { email } = world.account("google");
    const { subject } = world.account("oidc");
    const { browser: client } = await world.person(email);
    await world.oidc.visit("", subject);
    const page = await browser.open("/settings?part=sign-in", {
      cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`)[0],
    });
    await page.getByRole("button", { name: "Connect your organisation's account" }).click();
    const list = page.getByRole("list", { name: "Connected providers" });
    await list.getByText(/^127\.0\.0\.1/).waitFor();
    await keepPicture(page, "settings-providers-1280");
    await list.getByRole("button", { name: /^Disconnect/ }).click();
    await page.getByRole("button", { name: "Disconnect", exact: true }).click();
    await list.waitFor({ state: "detached" });
    await page.close();
  }, 60_000);

  test("broke no rule of the policy", () => {
    expect(browser.complaints).toEqual([]);
  });
});

async function askForLink(page: Page, email: string): Promise<void> {
  await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
  await page.getByRole("button", { name: "Send Magic Link" }).click();
}
