import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addAuthenticatorApp, codeOf } from "../../../server/src/testing/authenticator-app.ts";
import { openBrowser as openJar } from "../../../server/src/testing/browser.ts";
import { type SignedInClient, signInAs } from "../../../server/src/testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../../server/src/testing/start-test-server.ts";
import { findBarriers, keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../testing/open-browser.ts";

const sections = [
  { path: "users", shown: (page: Page) => page.getByRole("table", { name: "Users" }) },
  { path: "requests", shown: (page: Page) => page.getByRole("table", { name: "Requests" }) },
  { path: "sessions", shown: (page: Page) => page.getByRole("table", { name: "Sessions" }) },
  { path: "keys", shown: (page: Page) => page.getByRole("table", { name: "Keys" }) },
  { path: "clients", shown: (page: Page) => page.getByRole("table", { name: "Client applications" }) },
  { path: "spaces", shown: (page: Page) => page.getByRole("table", { name: "Spaces" }) },
  { path: "methods", shown: (page: Page) => page.getByRole("switch", { name: "Passkey" }) },
  { path: "mail", shown: (page: Page) => page.getByRole("button", { name: "Send a test mail" }) },
  { path: "settings", shown: (page: Page) => page.getByRole("radio", { name: /Closed/ }) },
  { path: "models", shown: (page: Page) => page.getByRole("button", { name: "Add a provider" }) },
  { path: "limits", shown: (page: Page) => page.getByRole("table", { name: "Limits" }) },
  { path: "events", shown: (page: Page) => page.getByRole("table", { name: "Events" }) },
] as const;

describe.skipIf(missingBrowser !== "")(`the panel of administrators${missingBrowser}`, () => {
  let server: TestServer;
  let browser: TestBrowser;
  let admin: SignedInClient;
  beforeAll(async () => {
    server = await startTestServer({ config: { anonymous: false } });
    admin = await signInAs(server, { email: "root@example.org", role: "admin" });
    await fill(server, admin);
    browser = await openBrowser(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const dark of [false, true]) {
    for (const width of [1280, 375]) {
      test(`has no barrier in any section, ${dark ? "dark" : "light"}, ${width} pixels wide`, async () => {
        const barriers: string[] = [];
        const height = width === 375 ? 740 : 800;
        const page = await browser.open("/server/admin/", { dark, width, height, cookie: admin.cookie });
        for (const { path, shown } of sections) {
          await page.goto(`${server.url}/server/admin/${path}`);
          await shown(page).waitFor();
          await keepPicture(page, `panel-${path}-${dark ? "dark" : "light"}-${width}`);
          barriers.push(...(await findBarriers(page)).map((barrier) => `${path}: ${barrier}`));
          const fits = await page.evaluate("document.documentElement.scrollWidth <= innerWidth");
          if (fits !== true) barriers.push(`${path}: wider than the window`);
        }
        await page.close();
        expect(barriers).toEqual([]);
      }, 240_000);
    }
  }

  test("says what failed, what is empty and what is being read, without a barrier", async () => {
    const barriers: string[] = [];
    const page = await browser.open("/server/admin/", { width: 1280, cookie: admin.cookie });
    for (const { path } of sections) {
      await page.route(/api\/admin/, (route) => route.fulfill({ status: 500, body: "Internal Server Error" }));
      await page.goto(`${server.url}/server/admin/${path}`);
      await page
        .getByRole("heading", { name: /could not be read/ })
        .first()
        .waitFor();
      barriers.push(...(await findBarriers(page)).map((barrier) => `${path} failing: ${barrier}`));
      if (path === "events") await keepPicture(page, "panel-failing");
      await page.unroute(/api\/admin/);
    }
    for (const path of ["users", "sessions", "keys", "spaces", "events"]) {
      await page.goto(`${server.url}/server/admin/${path}?q=nothing-is-called-this`);
      await page.getByRole("heading", { name: /is like that/ }).waitFor();
      barriers.push(...(await findBarriers(page)).map((barrier) => `${path} empty: ${barrier}`));
      if (path === "keys") await keepPicture(page, "panel-empty");
    }
    await page.close();
    expect(barriers).toEqual([]);
  }, 240_000);

  test("asks for a factor before a dangerous act, in words that name it, and then does it by itself", async () => {
    const { personId, cookie } = await signInAs(server, { email: "second@example.org", role: "admin", strong: false });
    const jar = openJar(server, { cookies: cookie });
    const { secret } = await addAuthenticatorApp(jar);
    await server.database.database.statement("UPDATE sessions SET elevated_until = now() WHERE person_id = $1", [
      personId,
    ]);
    const victim = await signInAs(server, { email: "leaves@example.org" });
    const session = [...jar.cookies].find(([name]) => /^khoj-[0-9a-f]+$/.test(name));

    const page = await browser.open("/server/admin/users?q=leaves@", { cookie: session?.join("=") });
    await page.getByRole("checkbox", { name: "Choose leaves@example.org" }).check();
    await page.getByRole("combobox", { name: "Action" }).selectOption("Delete with all data");
    await page.getByRole("button", { name: "Go" }).click();
    const question = page.getByRole("dialog", { name: "Delete 1 person and everything that is theirs?" });
    await question.getByText("leaves@example.org").waitFor();
    await keepPicture(page, "panel-delete-asks");
    expect(await findBarriers(page)).toEqual([]);
    await question.getByRole("button", { name: "Delete 1 person for good" }).click();
    const factor = page.getByRole("dialog", { name: "Show that it is you" });
    await factor.getByRole("textbox").first().waitFor();
    await keepPicture(page, "panel-elevation");
    await factor.getByRole("textbox").first().fill(codeOf(secret, 30));
    await page.getByText("leaves@example.org is deleted").waitFor();
    expect((await victim.get("/api/v1/user")).status).toBe(403);
    await page.close();
  }, 60_000);

  test("is worked by keys alone: find, walk to a row, choose, act", async () => {
    await signInAs(server, { email: "keyed@example.org" });
    const page = await browser.open("/server/admin/users", { cookie: admin.cookie });
    await page.getByRole("table", { name: "Users" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("keyed@");
    await page.waitForURL(/q=keyed/);
    const box = page.getByRole("checkbox", { name: "Choose keyed@example.org" });
    await box.waitFor();
    await page.getByRole("checkbox", { name: "Choose all on this page" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    expect(await box.isChecked()).toBe(true);
    await page.getByText("1 chosen").waitFor();
    await page.getByRole("combobox", { name: "Action" }).focus();
    await page.keyboard.type("Sign out");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Sign out 1 person?" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("keyed@example.org is signed out everywhere.").waitFor();
    await page.close();
  }, 60_000);

  test("switches a way in off and on, keeps the last one, and shows what to paste at Google", async () => {
    const fresh = await signInAs(server, { email: "root@example.org", role: "admin" });
    const page = await browser.open("/server/admin/methods", { cookie: fresh.cookie });
    const password = page.getByRole("switch", { name: "Password" });
    await password.click();
    await page
      .getByRole("dialog", { name: "Switch off Password?" })
      .getByRole("button", { name: "Switch off" })
      .click();
    await expect.poll(() => password.getAttribute("aria-checked"), { timeout: 15_000 }).toBe("false");
    await password.click();
    await expect.poll(() => password.getAttribute("aria-checked"), { timeout: 15_000 }).toBe("true");
    await page.getByRole("switch", { name: "Sign-in link" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
    await page.getByText(/No administrator could come in/).waitFor();
    const google = page.getByRole("region", { name: "Google" });
    const paste = (name: string) => google.getByRole("textbox", { name }).inputValue();
    expect(await paste("Authorised JavaScript origin")).toBe(server.url);
    expect(await paste("Authorised redirect URI")).toBe(`${server.url}/auth/redirect`);
    await page.getByRole("button", { name: "Test Passkey" }).click();
    await page
      .getByText(/Passkeys belong to/)
      .first()
      .waitFor();
    await page.close();
  }, 60_000);

  test("is not there for people, and says to administrators without a second factor what they need", async () => {
    const person = await signInAs(server, { email: "nosy@example.org" });
    expect((await person.get("/server/admin/")).status).toBe(404);
    const weak = await signInAs(server, { email: "weak@example.org", role: "admin", strong: false });
    expect((await weak.get("/server/admin/")).headers.location).toMatch(/^\/set/);
    expect((await server.get("/server/admin/")).headers.location).toContain("/login");
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});

/** People of every state, long names, keys of every state, failed sign-ins, a limit that is reached. */
async function fill(server: TestServer, admin: SignedInClient): Promise<void> {
  const sql = server.database.database.statement;
  const long = `${"a-very-long-name-of-somebody-".repeat(2)}x@a-rather-long-domain-name.example.org`;
  await signInAs(server, { email: long });
  const ann = await signInAs(server, { email: "ann@example.org", strong: true });
  await sql("UPDATE people SET name = 'Ann Längle', phone = '+49170123' WHERE id = $1", [ann.personId]);
  await ann.upload([{ name: "a.md", content: "# A\n\nOne note.\n" }]);
  await ann.send("POST", "/api/account/keys", { name: "Obsidian on the laptop", scopes: ["read", "write"] });
  const gone = (await ann.send("POST", "/api/account/keys", { name: "Old phone" })).json();
  await admin.request("DELETE", `/api/admin/keys/${gone.id}`);
  await ann.send("POST", "/api/spaces", { name: "مساحة العائلة" });
  await admin.send("POST", "/api/admin/clients", { name: "Messenger bridge", scopes: ["read", "chat"] });
  await admin.send("POST", "/api/admin/users", { email: "invited@example.org" });
  for (const name of ["waits", "asks", "wonders"])
    await server.send("POST", "/auth/magic", { email: `${name}@example.net` });
  const bob = await signInAs(server, { email: "bob@example.org" });
  await admin.send("POST", "/api/admin/users/actions", { action: "deactivate", users: [bob.personId] });
  await sql(
    `INSERT INTO events (at, kind, outcome, account, via, address, agent)
     SELECT now() - (n % 23) * interval '1 day', 'sign-in.password', 'refused', 'user' || (n * n % 9) || '@example.org', 'nobody',
       ('192.0.' || (n % 5) || '.7')::inet, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' FROM generate_series(1, 140) n`,
  );
  await sql(
    `INSERT INTO rate_limits (name, subject, window_start, taken)
     VALUES ('password-tries-of-network', '192.0.2.0/24', to_timestamp(floor(extract(epoch FROM now()) / 900) * 900), 61)`,
  );
  await vi.waitFor(async () => expect((await admin.get("/api/admin/requests")).json().requests).toHaveLength(3), {
    timeout: 15_000,
    interval: 100,
  });
}
