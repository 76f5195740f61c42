import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestServer, type TestServer, testModels } from "../../../../server/src/testing/start-test-server.ts";
import { eventually } from "../../testing/eventually.ts";
import {
  findBarriers,
  keepPicture,
  missingBrowser,
  openBrowser,
  type TestBrowser,
} from "../../testing/open-browser.ts";

describe.skipIf(missingBrowser !== "")(`finding by meaning in the page${missingBrowser}`, () => {
  let endpoint: EmbeddingsEndpoint;
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    endpoint = await startEmbeddingsEndpoint({ means: { automobile: "car", repair: "mending", vehicle: "car" } });
    const embedding = {
      kind: "endpoint" as const,
      setBy: "environment" as const,
      endpoint: { baseUrl: endpoint.baseUrl, key: undefined, model: undefined },
    };
    server = await startTestServer({ config: { models: { ...testModels, embedding } } });
    await server.upload(notes, { path: "/api/content?client=web" });
    await vi.waitFor(
      async () => {
        const { meaning } = (await server.get("/api/content/progress")).json();
        expect(meaning).toMatchObject({ state: "ready", passages: notes.length, embedded: notes.length });
      },
      { timeout: 30_000, interval: 100 },
    );
    browser = await openBrowser(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await endpoint?.stop();
  });

  test("what is found by meaning alone joins what words found, says so, and explains itself", async () => {
    const page = await browser.open("/");
    await page.getByRole("textbox", { name: /Search your notes/ }).fill("automobile repair");
    const workshop = results(page).getByRole("listitem").filter({ hasText: "Workshop.md" });
    await workshop.getByText("meaning", { exact: true }).waitFor();
    await workshop.getByRole("button", { name: /^Why was this found/ }).click();
    const why = workshop.getByRole("region", { name: "Why this was found" });
    await why.getByText("not found by words").waitFor();
    await why.getByText(/% like the question/).waitFor();
    await keepPicture(page, "find-why");
    expect(await findBarriers(page)).toEqual([]);
    await page.close();
  });

  test("a word that is not finished still finds what it begins", async () => {
    const page = await browser.open("/");
    await page.getByRole("textbox", { name: /Search your notes/ }).pressSequentially("lighthou");
    await results(page).getByRole("link").first().getByText("lighthouse").waitFor();
    await page.waitForLoadState("networkidle");
    expect(await results(page).getByRole("link").first().textContent()).toContain("lighthouse");
    await page.close();
  });

  test("words and both are compared side by side in one click, and the address keeps it", async () => {
    const page = await browser.open("/?q=automobile+repair");
    await results(page).getByRole("link").first().waitFor();
    await page.getByRole("button", { name: "Compare words and both" }).click();
    const both = page.getByRole("list", { name: "Words and meaning", exact: true });
    await both.getByText("not found by words").first().waitFor();
    await keepPicture(page, "find-compare");
    expect(await findBarriers(page)).toEqual([]);
    expect(new URL(page.url()).searchParams.get("compare")).toBe("yes");
    await both.getByRole("link").first().click();
    await page.getByRole("complementary", { name: "Opened note" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Back to the list" }).click();
    await results(page).getByRole("link").first().waitFor();
    await page.close();
  });

  test("meaning that joins late moves nothing under the hand: its order is taken when one asks for it", async () => {
    const page = await browser.open("/");
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(
      (url) => url.pathname === "/api/search" && url.searchParams.get("how") !== "words",
      async (route) => {
        await held;
        await route.continue().catch(() => undefined);
      },
    );
    await page.getByRole("textbox", { name: /Search your notes/ }).fill("automobile repair plan");
    const links = results(page).getByRole("link");
    await links.first().waitFor();
    const before = await links.allTextContents();
    await links.first().hover();
    release();
    await page.getByRole("button", { name: "Meaning has joined: best first" }).waitFor();
    const after = await links.allTextContents();
    expect(after.slice(0, before.length).map(fileOf)).toEqual(before.map(fileOf));
    await page.getByRole("button", { name: "Meaning has joined: best first" }).click();
    await eventually(async () => (await links.allTextContents()).map(fileOf)).not.toEqual(after.map(fileOf));
    await page.close();
  });

  test("an endpoint that goes leaves words, and the page says so", async () => {
    await endpoint.goDown();
    const page = await browser.open("/?q=harvest");
    await page.getByText(/by words only/).waitFor();
    await keepPicture(page, "find-degraded");
    await endpoint.comeBack();
    await page.close();
  });

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});

const results = (page: Page) => page.getByRole("list", { name: "Results" });
const fileOf = (text: string): string => /[\w ]+\.md/.exec(text)?.[0] ?? text;

const notes = [
  { name: "Car.md", content: "# Car\n\nCar mending plan.\n" },
  { name: "Workshop.md", content: "# Workshop\n\nMending the car takes an afternoon and two friends.\n" },
  { name: "Garden.md", content: "# Garden\n\nThe plan for the garden: beans by the wall, a plan for water.\n" },
  { name: "Harvest.md", content: "# Harvest\n\nThe harvest of beans was small, the garden dry.\n" },
  { name: "Coast.md", content: "# Coast\n\nThe lighthouse stands on a rock of slate.\n" },
  { name: "Plans.md", content: "# Plans\n\nA plan for winter, and one for the house.\n" },
];
