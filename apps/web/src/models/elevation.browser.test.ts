import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addAuthenticatorApp, codeOf } from "../../../server/src/testing/authenticator-app.ts";
import { openBrowser as openJar } from "../../../server/src/testing/browser.ts";
import { signInAs } from "../../../server/src/testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../../server/src/testing/start-test-server.ts";
import { missingBrowser, openBrowser, type TestBrowser } from "../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`models in the panel of administrators${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer({ config: { anonymous: false } });
    browser = await openBrowser(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("a provider is added only after a factor was given again, and then by itself", async () => {
    const { personId, cookie } = await signInAs(server, { email: "root@example.org", role: "admin", strong: false });
    const jar = openJar(server, { cookies: cookie });
    const { secret } = await addAuthenticatorApp(jar);
    await server.database.database.statement("UPDATE sessions SET elevated_until = now() WHERE person_id = $1", [
      personId,
    ]);
    const session = [...jar.cookies].find(([name]) => /^khoj-[0-9a-f]+$/.test(name));
    const page = await browser.open("/server/admin/models", { cookie: session?.join("=") });
    await page.getByRole("button", { name: "Add a provider" }).click();
    const form = page.getByRole("form", { name: "New provider" });
    await form.getByText("Another", { exact: true }).click();
    await form.getByLabel("Name").fill("Boat yard");
    await form.getByLabel("Address").fill("http://169.254.169.254/v1");
    await form.getByRole("button", { name: "Add", exact: true }).click();
    const factor = page.getByRole("dialog", { name: "Show that it is you" });
    await factor.getByRole("textbox").first().fill(codeOf(secret, 30));
    // Shown who it is, the address is looked at: this one tells clouds' secrets.
    await form.getByText(/never asked/).waitFor();
    await form.getByLabel("Address").fill("http://127.0.0.1:9/v1");
    await form.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("region", { name: "Boat yard" }).waitFor();
    expect(await factor.count()).toBe(0);
    await page.close();
  }, 60_000);
});
