import { generateSync } from "otplib";
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

const longName =
  "A key with a name that goes on and on as somebody wrote down what it is for, and 夜の雨 and الشاي too";

describe.skipIf(missingBrowser !== "")(`settings of one's account${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  let anna: SignedInClient;
  let ben: SignedInClient;
  let seed = "";
  beforeAll(async () => {
    server = await startTestServer({ config: { anonymous: false } });
    // Passkeys belong to a name, and this computer's is localhost.
    browser = await openBrowser(server.url.replace("127.0.0.1", "localhost"));
    anna = await signInAs(server, { email: "anna@example.org" });
    ben = await signInAs(server, { email: "ben-with-a-rather-long-address@mail.department.example.org" });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  const open = (part: string, who: SignedInClient = anna) =>
    browser.open(`/settings?part=${part}`, { cookie: who.cookie });

  test("keeps a name, and shows it where one is named", async () => {
    const page = await open("profile");
    await page.getByRole("textbox", { name: "Your name" }).fill("Anna Ahmatova");
    await page.getByRole("button", { name: "Save name" }).click();
    await eventually(async () => (await anna.get("/api/account/profile")).json().name).toBe("Anna Ahmatova");
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menu").getByText("Anna Ahmatova").waitFor();
    await page.keyboard.press("Escape");
    await look(page, "settings-profile");
    await page.close();
  }, 60_000);

  test("makes a key as narrow as one wants it, shows it once, replaces and revokes it", async () => {
    const page = await open("keys");
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(longName);
    await page.getByRole("checkbox", { name: /^Write/ }).uncheck();
    await page.getByRole("combobox", { name: "Ends after" }).selectOption("7");
    await page.getByText("Narrow it further").click();
    await page.getByRole("textbox", { name: "Only from these networks" }).fill("127.0.0.0/8");
    await look(page, "settings-keys-making");
    await page.getByRole("button", { name: "Make the key" }).click();
    await page.getByRole("img", { name: "QR code of the address and the key" }).waitFor();
    const key = await page.getByRole("textbox", { name: "Key", exact: true }).inputValue();
    await look(page, "settings-keys-made");
    const search = (with_: string) =>
      fetch(`${server.url}/api/search?q=x`, { headers: { authorization: `Bearer ${with_}` } });
    expect((await search(key)).status).toBe(200);
    await page.getByRole("button", { name: "I have put it in its place" }).click();
    await page.getByRole("button", { name: `Replace ${longName}` }).click();
    await page.getByRole("button", { name: "Make its successor" }).click();
    await page.getByRole("img", { name: "QR code of the address and the key" }).waitFor();
    const successor = await page.getByRole("textbox", { name: "Key", exact: true }).inputValue();
    expect([(await search(key)).status, (await search(successor)).status]).toEqual([200, 200]);
    await page.getByRole("button", { name: "I have put it in its place" }).click();
    await page
      .getByRole("button", { name: /^Revoke/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Revoke it" }).click();
    await page.getByText("1 key that ended").waitFor();
    await look(page, "settings-keys");
    await page.close();
  }, 90_000);

  test("makes a canary, which opens nothing, and takes a suspended key back into use", async () => {
    const cara = await signInAs(server, { email: "cara@example.org" });
    const page = await open("keys", cara);
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Old backup");
    await page.getByRole("checkbox", { name: /^A canary/ }).check();
    expect(await page.getByRole("checkbox", { name: /^Write/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Make the key" }).click();
    const key = await page.getByRole("textbox", { name: "Key", exact: true }).inputValue();
    const tried = await fetch(`${server.url}/api/search?q=x`, { headers: { authorization: `Bearer ${key}` } });
    expect(tried.status).toBe(403);
    const { id } = (await cara.send("POST", "/api/account/keys", { name: "Phone" })).json();
    await server.database.database.statement(
      "UPDATE api_keys SET suspended_at = now(), suspended_why = 'it was in a note' WHERE id = $1",
      [id],
    );
    await page.reload();
    await page
      .getByRole("list", { name: "Keys" })
      .getByText(/^tried/)
      .waitFor();
    await page.getByText("Suspended: it was in a note").waitFor();
    await look(page, "settings-keys-suspended");
    await page.getByRole("button", { name: "Resume Phone" }).click();
    await page.getByRole("button", { name: "Resume it" }).click();
    await page.getByRole("button", { name: "Resume Phone" }).waitFor({ state: "hidden" });
    await eventually(async () => (await cara.get("/api/account/keys")).text.includes("suspended")).toBe(false);
    await page.close();
  }, 60_000);

  test("makes a shared space, lets people in, and says what deleting it means", async () => {
    const page = await open("spaces");
    await page.getByRole("textbox", { name: "Name of the space" }).fill("Garden");
    await page.getByRole("button", { name: "Make the space" }).click();
    await page.getByRole("button", { name: "People" }).click();
    await page.getByRole("textbox", { name: "Let somebody in" }).fill("nobody@example.org");
    await page.getByRole("button", { name: "Let in" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByRole("textbox", { name: "Let somebody in" }).fill(ben.email);
    await page.getByRole("combobox", { name: "As" }).selectOption("editor");
    await page.getByRole("button", { name: "Let in" }).click();
    await page.getByRole("list", { name: "People of Garden" }).getByText("ben-with").first().waitFor();
    await look(page, "settings-spaces");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText(/deleted for all 2 people/).waitFor();
    expect(await page.getByRole("button", { name: "Delete it for good" }).isDisabled()).toBe(true);
    await look(page, "settings-spaces-delete");
    await page.keyboard.press("Escape");
    await page.close();
    const other = await open("spaces", ben);
    await other.getByText("you may change it").waitFor();
    await other.close();
  }, 90_000);

  test("asks for a factor where an act is dangerous, and then does the act by itself", async () => {
    const page = await open("sign-in");
    await page.getByRole("button", { name: "Set up an authenticator app" }).click();
    seed = await page.getByRole("textbox", { name: "Key to type instead" }).inputValue();
    await page.getByRole("textbox", { name: "Code the app shows now" }).fill(appCode(seed, 0));
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    const codes = await page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allInnerTexts();
    await page.getByRole("textbox", { name: /Type one of them/ }).fill(codes[0] ?? "");
    await page.getByRole("button", { name: "I have saved them" }).click();
    await page.getByText("10 of 10 are left.").waitFor();
    await page.close();
    const later = await open("sign-in", await signInAs(server, { email: anna.email, elevated: false }));
    await later.getByRole("button", { name: "Make ten new ones" }).click();
    const dialog = later.getByRole("dialog", { name: "Show that it is you" });
    await dialog.getByRole("textbox", { name: /authenticator app/ }).waitFor();
    await look(later, "elevation");
    await dialog.getByRole("textbox", { name: /authenticator app/ }).fill(appCode(seed, 1));
    await dialog.waitFor({ state: "detached" });
    await later.getByRole("list", { name: "Recovery codes" }).waitFor();
    await later.close();
  }, 90_000);

  test("a passkey is added, named, and signs in with nothing typed", async () => {
    const page = await open("sign-in", ben);
    const nods = await addAuthenticator(page);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByRole("textbox", { name: "Name of the passkey" }).fill("Laptop");
    await page.getByRole("button", { name: "Make the passkey" }).click();
    await page.getByRole("list", { name: "Passkeys" }).getByText("Laptop").waitFor();
    await look(page, "settings-passkeys");
    await page.getByRole("button", { name: "Rename Laptop" }).click();
    await page.getByRole("textbox", { name: "Name of the passkey" }).fill("The old laptop");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Passkeys" }).getByText("The old laptop").waitFor();
    await page.getByRole("button", { name: "Account" }).click();
    // The browser offers the passkey in the address field by itself; nobody takes it up.
    await nods(false);
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await look(page, "signin-passkey");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await nods(true);
    await page.getByRole("navigation", { name: "Places" }).waitFor();
    expect((await page.request.get(`${browserUrl(server)}/api/account/profile`)).ok()).toBe(true);
    await page.close();
  }, 90_000);

  test("deletes the account only when its address is typed", async () => {
    const leaving = await signInAs(server, { email: "gone@example.org" });
    const page = await open("data", leaving);
    await page.getByRole("link", { name: "Export everything" }).waitFor();
    await look(page, "settings-data");
    await page.getByRole("button", { name: "Delete my account" }).click();
    await page.getByRole("textbox", { name: /^Type gone@example.org/ }).fill("gone@example.org");
    await look(page, "settings-data-delete");
    await page.getByRole("button", { name: "Delete everything that is mine" }).click();
    await page.getByText("Your account and everything that was yours is deleted.").waitFor();
    expect((await leaving.get("/api/account/profile")).status).toBe(403);
    await page.close();
  }, 60_000);

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(browserUrl(server)).host]);
  });
});

const browserUrl = (server: TestServer): string => server.url.replace("127.0.0.1", "localhost");
const appCode = (secret: string, step: number): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * step });

/** A device that has a platform authenticator; the answer says whether its person nods when asked. */
async function addAuthenticator(page: Page): Promise<(enabled: boolean) => Promise<unknown>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return (enabled) => devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
}

/** Kept for looking at, both widths and themes; and what axe-core holds against it. */
async function look(page: Page, name: string): Promise<void> {
  for (const dark of [false, true]) {
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: width === 375 ? 740 : 800 });
      await keepPicture(page, `${name}-${dark ? "dark" : "light"}-${width}`);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
    expect(await findBarriers(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}
