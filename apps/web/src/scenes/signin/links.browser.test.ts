import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MailServer, startMailServer } from "../../../../server/src/mail/testing/mail-server.ts";
import { type SignedInClient, signInAs } from "../../../../server/src/testing/sign-in-as.ts";
import { startTestServer, type TestServer, testAccess } from "../../../../server/src/testing/start-test-server.ts";
import {
  findBarriers,
  keepPicture,
  missingBrowser,
  openBrowser,
  type TestBrowser,
} from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`links of other kinds${missingBrowser}`, () => {
  let mail: MailServer;
  let server: TestServer;
  let browser: TestBrowser;
  let admin: SignedInClient;
  beforeAll(async () => {
    mail = await startMailServer();
    const smtpUrl = `smtp://127.0.0.1:${mail.port}`;
    const access = { ...testAccess, mail: { smtpUrl, resend: undefined, from: undefined } };
    server = await startTestServer({ config: { anonymous: false, access } });
    browser = await openBrowser(server.url);
    admin = await signInAs(server, { email: "root@example.org", role: "admin" });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await mail?.stop();
  });

  test.each([1280, 375])("an invitation lets in whom it is for, once, at %i pixels", async (width) => {
    const email = `guest${width}@example.org`;
    const invited = (await admin.send("POST", "/api/admin/users", { email })).json();
    const link = new URL(invited.link);
    const page = await browser.open(link.pathname + link.search, { width, height: 740 });
    await page.getByRole("heading", { name: "You are invited" }).waitFor();
    await keepPicture(page, `signin-invited-${width}`);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("button", { name: `Accept as ${email}` }).click();
    await page.getByRole("navigation", { name: "Places" }).waitFor();
    const again = await browser.open(link.pathname + link.search, { width, height: 740 });
    await expect.poll(() => new URL(again.url()).pathname).toBe("/login");
    await again.close();
    await page.close();
  });

  test("a code in an address shows whom it signs in, and does so only when asked", async () => {
    await signInAs(server, { email: "coda@example.org" });
    await server.send("POST", "/auth/magic", { email: "coda@example.org" });
    const { code } = await mail.mailTo("coda@example.org");
    const page = await browser.open(`/auth/magic?code=${code}&email=coda%40example.org`);
    await keepPicture(page, "signin-code-link-1280");
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign in as coda@example.org" }).click();
    await page.getByRole("navigation", { name: "Places" }).waitFor();
    await page.close();
  });

  test("a link to sign out that lies elsewhere asks first, and one's own page signs out", async () => {
    const ben = await signInAs(server, { email: "ben@example.org" });
    const page = await browser.open("/files", { cookie: ben.cookie, width: 375, height: 740 });
    await page.getByRole("heading", { name: "Files", exact: true }).waitFor();
    await page.goto(`${server.url}/auth/logout`);
    expect((await ben.get("/api/v1/user")).status).toBe(200);
    await keepPicture(page, "signin-logout-375");
    await page.getByRole("button").first().click();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/login");
    expect((await ben.get("/api/v1/user")).status).toBe(403);
    await page.close();
  });
});
