import { type EmbeddingsEndpoint, type ModelDouble, serveModels, startEmbeddingsEndpoint } from "@khoj/models/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer, testModels } from "../../../server/src/testing/start-test-server.ts";
import { eventually } from "../testing/eventually.ts";
import { findBarriers, keepPicture, missingBrowser, openBrowser, type TestBrowser } from "../testing/open-browser.ts";

const key = "sk-a-key-nobody-may-read-9876";

describe.skipIf(missingBrowser !== "")(`models in the page${missingBrowser}`, () => {
  let double: ModelDouble;
  let endpoint: EmbeddingsEndpoint;
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    double = await serveModels({
      key,
      models: [
        ...Array.from({ length: 12 }, (_, index) => `words,tokens=${index + 3}`),
        "cites,thinks",
        "words,delay=60,tokens=400",
      ],
      answerers: {
        cites: () =>
          "The old ferry leaves the harbour at nine [1]. It was built in Rotterdam in 1957 for 4,000 guilders [1]. Winters are cold [2].",
      },
    });
    endpoint = await startEmbeddingsEndpoint({ models: ["words-embed"], means: { ship: "ferry", departs: "leaves" } });
    const embedding = {
      kind: "endpoint" as const,
      setBy: "environment" as const,
      endpoint: { baseUrl: endpoint.baseUrl, key: undefined, model: undefined },
    };
    server = await startTestServer({ config: { models: { ...testModels, embedding } } });
    await server.upload(
      [
        { name: "Harbour.md", content: "# Harbour\n\nThe old ferry leaves the harbour at nine, and at noon.\n" },
        { name: "Garden.md", content: "# Garden\n\nTomatoes want warmth and a wall behind them.\n" },
      ],
      { path: "/api/content?client=web" },
    );
    browser = await openBrowser(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await double?.stop();
    await endpoint?.stop();
  });

  test("a provider is added, tested step by step, and a model of it picked from what it offers, by keys", async () => {
    const page = await browser.open("/settings?part=models");
    await page.getByRole("button", { name: "Add a provider" }).click();
    const form = page.getByRole("form", { name: "New provider" });
    await form.getByText("Another", { exact: true }).click();
    await form.getByLabel("Name").fill("Boat yard");
    await form.getByLabel("Address").fill(`${double.url}/v1`);
    await form.getByLabel("Key", { exact: true }).fill(key);
    await form.getByText("Nothing leaves this machine.").waitFor();
    await keepPicture(page, "models-new-provider");
    expect(await findBarriers(page)).toEqual([]);
    await form.getByRole("button", { name: "Add", exact: true }).click();
    const card = page.getByRole("region", { name: "Boat yard" });
    await card.getByText(/key ends in …9876/).waitFor();
    expect(await page.content()).not.toContain(key);
    // The models it offers are there to pick from at once.
    const offers = card.getByRole("form", { name: "New model of Boat yard" });
    await offers.getByLabel(/^Filter 14 models/).fill("cites");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await eventually(() => offers.getByLabel("Model", { exact: true }).inputValue()).toBe("cites,thinks");
    await offers.getByLabel("Name people see").fill("Harbour master");
    await offers.getByLabel("Price of what it reads").fill("1.5");
    await offers.getByLabel("Price of what it writes").fill("6");
    await offers.getByRole("button", { name: "Add the model" }).click();
    await page.getByRole("list", { name: "Models that answer" }).getByText("Harbour master").waitFor();
    await card.getByRole("button", { name: "Test Boat yard" }).click();
    await card.getByText("It works.").waitFor();
    await keepPicture(page, "models-tested");
    expect(await findBarriers(page)).toEqual([]);
    await page.close();
  }, 60_000);

  test("the order is changed, a model is switched off, tested and deleted, and each says what it does", async () => {
    const page = await browser.open("/settings?part=models");
    const card = page.getByRole("region", { name: "Boat yard" });
    await card.getByRole("button", { name: "Add a model of Boat yard" }).click();
    await card.getByLabel("Model", { exact: true }).fill("words,tokens=3");
    await card.getByLabel("Name people see").fill("Deckhand");
    await card.getByRole("button", { name: "Add the model" }).click();
    const models = page.getByRole("list", { name: "Models that answer" }).getByRole("listitem");
    await eventually(() => models.allInnerTexts()).toEqual([
      expect.stringContaining("Harbour master"),
      expect.stringContaining("Deckhand"),
    ]);
    await page.getByRole("button", { name: "Try first: Deckhand" }).press("Enter");
    await eventually(() => models.allInnerTexts()).toEqual([
      expect.stringMatching(/Deckhand\s*answers first/),
      expect.stringContaining("1.5 in, 6 out a million tokens"),
    ]);
    await page.getByRole("button", { name: "Test Deckhand" }).click();
    await models.first().getByText("It works.").waitFor();
    await page.getByRole("button", { name: "Actions for Deckhand" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const question = page.getByRole("dialog", { name: "Delete Deckhand?" });
    await question.getByText(/Answers it wrote stay/).waitFor();
    await question.getByRole("button", { name: "Delete", exact: true }).click();
    await eventually(() => models.count()).toBe(1);
    await page.close();
  }, 60_000);

  test("a model is moved up and down by keys, and the button that moved it goes with it", async () => {
    const given = { name: "Rope yard", kind: "openai", base_url: `${double.url}/v1`, key };
    const provider_id = (await server.send("POST", "/api/admin/providers", given)).json().id;
    for (const name of ["Splicer", "Whipper"])
      await server.send("POST", "/api/admin/models", { provider_id, model: name, name });
    const page = await browser.open("/settings?part=models");
    const models = page.getByRole("list", { name: "Models that answer" }).getByRole("listitem");
    const names = async () => (await models.locator("bdi").allInnerTexts()).slice(-2).join();
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')");
    await eventually(names).toBe("Splicer,Whipper");
    expect(await page.getByRole("button", { name: "Move down: Whipper" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Move down: Splicer" }).press("Enter");
    await eventually(names).toBe("Whipper,Splicer");
    // The last one cannot go on down: the other button has the focus.
    await eventually(focused).toBe("Move up: Splicer");
    await page.keyboard.press("Enter");
    await eventually(names).toBe("Splicer,Whipper");
    expect(await findBarriers(page)).toEqual([]);
    await page.close();
    await server.request("DELETE", `/api/admin/providers/${provider_id}`);
  }, 60_000);

  test("a model file is added by its path, and what was wrong with it stands beside its name", async () => {
    const page = await browser.open("/settings?part=models");
    await page.getByRole("button", { name: "Add a model file" }).click();
    const form = page.getByRole("form", { name: "New model file" });
    await form.getByLabel("File on the server's machine").fill("relative.gguf");
    await form.getByRole("button", { name: "Add the file" }).click();
    await form.getByText(/^Give the whole path/).waitFor();
    await form.getByLabel("File on the server's machine").fill("/nowhere/small.gguf");
    await keepPicture(page, "models-file");
    expect(await findBarriers(page)).toEqual([]);
    await form.getByRole("button", { name: "Add the file" }).click();
    await page.getByText(/^small.gguf was not added: /).waitFor();
    await page.close();
  }, 60_000);

  test("reading of meaning is paused and goes on, and words only is chosen only after what it means is said", async () => {
    const page = await browser.open("/settings?part=models");
    await page.getByText("words-embed").first().waitFor();
    await page.getByRole("button", { name: "Pause reading" }).click();
    await page.getByText("paused").first().waitFor();
    await server.upload([{ name: "Later.md", content: "# Later\n\nThis waits for its meaning.\n" }], {
      path: "/api/content?client=web",
    });
    const files = await browser.open("/files");
    const reading = files.getByRole("region", { name: "Reading" });
    await reading.getByText(/^Meaning: \d+ of \d+ passages · paused/).waitFor();
    await keepPicture(files, "files-paused");
    expect(await findBarriers(files)).toEqual([]);
    await reading.getByRole("link", { name: "Models" }).click();
    await files.getByRole("button", { name: "Go on reading" }).click();
    await files.getByRole("button", { name: "Pause reading" }).waitFor();
    await files.close();
    await eventually(async () => (await server.get("/api/content/progress")).json().meaning).toMatchObject({
      paused: false,
      embedded: (await server.get("/api/content/progress")).json().meaning.passages,
    });
    await page.getByText("Words only", { exact: true }).click();
    const question = page.getByRole("dialog", { name: /words only/ });
    await question.getByText(/found by their words alone/).waitFor();
    await question.getByRole("button", { name: "Leave it" }).click();
    expect((await server.get("/api/admin/embedding")).json().kind).toBe("endpoint");
    await page.close();
  }, 60_000);

  test("the server that reads meaning is named, tried and changed in the page, and its key is never shown", async () => {
    const page = await browser.open("/settings?part=models");
    await page.getByText(`${endpoint.baseUrl} · no key`).waitFor();
    await page.getByRole("button", { name: "Change the server" }).click();
    const form = page.getByRole("form", { name: "Server that reads meaning" });
    await form.getByLabel("Key").fill(key);
    await form.getByText("Nothing leaves this machine.").waitFor();
    await form.getByRole("button", { name: "Test", exact: true }).click();
    await form.getByText("words-embed answers with vectors of 256 dimensions").waitFor();
    await keepPicture(page, "models-endpoint");
    expect(await findBarriers(page)).toEqual([]);
    await form.getByLabel("Address").fill("https://embeddings.example/v1");
    await form.getByText(/leave this machine: they are sent to/).waitFor();
    await form.getByLabel("Address").fill(endpoint.baseUrl);
    await form.getByRole("button", { name: "Read meaning there" }).click();
    await page.getByText(`${endpoint.baseUrl} · key ends in …9876`).waitFor();
    expect(await page.content()).not.toContain(key);
    await page.close();
  }, 60_000);

  test("each person sees what a model costs and where text goes, and chooses", async () => {
    const page = await browser.open("/settings?part=answers");
    const choices = page.getByRole("list", { name: "Models that answer" });
    const master = choices.getByRole("listitem").filter({ hasText: "Harbour master" });
    await master.getByText(/1\.5 in, 6 out a million tokens/).waitFor();
    await master.getByText("Nothing leaves this machine.").waitFor();
    const quotes = choices.getByRole("listitem").filter({ hasText: "Quotes from your notes" });
    await quotes.getByRole("button", { name: "Use Quotes from your notes" }).click();
    await quotes.getByText("answers", { exact: true }).waitFor();
    await master.getByRole("button", { name: "Use Harbour master" }).click();
    await master.getByText("answers", { exact: true }).waitFor();
    await page.close();
  });

  test("an answer says which citations hold, what stands in no passage, who wrote it, and what it thought", async () => {
    const page = await browser.open("/chat", { width: 1280 });
    const box = page.getByRole("textbox", { name: "Ask a question" });
    await page.getByText("Harbour master · nothing leaves this server").waitFor();
    await box.fill("When does the old ferry leave the harbour?");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("article", { name: "Answer" });
    await answer.getByRole("link", { name: /^Source 1: Harbour.md, checked/ }).waitFor();
    await answer.getByRole("link", { name: /^Source 1: Harbour.md, not confirmed, / }).waitFor();
    await eventually(() => answer.locator("mark.unsupported").allTextContents()).toEqual(
      expect.arrayContaining(["Rotterdam", "1957"]),
    );
    await answer.getByText(/could not be confirmed/).waitFor();
    await answer.getByText("Harbour master · nothing leaves this machine").waitFor();
    await answer.getByText("What it thought").click();
    await answer.getByRole("list", { name: "Steps" }).waitFor();
    await answer.locator("mark.unsupported").first().focus();
    await page
      .getByText(/stands in none of the passages/)
      .first()
      .waitFor();
    await keepPicture(page, "ask-marked");
    expect(await findBarriers(page)).toEqual([]);
    // All of it is there again when the page is loaded anew.
    await page.reload();
    await answer
      .getByRole("link", { name: /not confirmed/ })
      .first()
      .waitFor();
    await eventually(() => answer.locator("mark.unsupported").count()).toBeGreaterThan(1);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await answer.hover();
    await answer.getByRole("button", { name: "Copy the answer with its sources" }).click();
    await eventually(() => page.evaluate("navigator.clipboard.readText()")).toContain(
      "Sources:\n\n1. Harbour.md, line 1",
    );
    await page.close();
  }, 60_000);

  test("an answer is stopped, and what came of it stays", async () => {
    await server.send("POST", "/api/admin/models", {
      provider_id: (await server.get("/api/admin/providers")).json().providers[0].id,
      model: "words,delay=60,tokens=400",
      name: "Slow talker",
    });
    const { chat } = (await server.get("/api/model/choices")).json();
    const slow = chat.find(({ name }: { name: string }) => name === "Slow talker");
    await server.request("POST", `/api/model/chat?id=${slow.id}`);
    const page = await browser.open("/chat");
    await page.getByRole("textbox", { name: "Ask a question" }).fill("/general Tell me about ships");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("article", { name: "Answer" });
    const written = async () => (await answer.locator(".prose").allInnerTexts()).join("").length;
    await eventually(written).toBeGreaterThan(40);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await answer.getByText("Stopped.").waitFor();
    expect(await written()).toBeGreaterThan(40);
    await eventually(() => double.left.length).toBe(1);
    await page.close();
  }, 60_000);

  test("questions are spoken and answers read aloud once a model for it is chosen", async () => {
    const page = await browser.open("/settings?part=models");
    const speech = page.getByRole("region", { name: "Speech" });
    await speech.getByRole("combobox", { name: "Hears: provider" }).selectOption("Boat yard");
    await speech.getByRole("combobox", { name: "Reads aloud: provider" }).selectOption("Boat yard");
    await speech.getByRole("textbox", { name: "Voice" }).fill("fable");
    await speech.getByText("Nothing leaves this machine.").first().waitFor();
    await speech.getByRole("button", { name: "Save" }).click();
    await eventually(async () => (await server.get("/api/model/choices")).json()).toMatchObject({
      transcribes: true,
      speaks: true,
    });
    await page.goto(`${server.url}/chat`);
    await page.getByRole("button", { name: "Ask by voice" }).click();
    await page.getByRole("button", { name: "Stop listening" }).click();
    const box = page.getByRole("textbox", { name: "Ask a question" });
    await eventually(() => box.inputValue()).toMatch(/^heard \d+ bytes$/);
    const { chat } = (await server.get("/api/model/choices")).json();
    const master = chat.find(({ name }: { name: string }) => name === "Harbour master");
    await server.request("POST", `/api/model/chat?id=${master.id}`);
    await box.fill("When does the old ferry leave the harbour?");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("article", { name: "Answer" });
    await answer.getByText("Winters are cold").waitFor();
    await answer.hover();
    await answer.getByRole("button", { name: "Read the answer aloud" }).click();
    await eventually(() => double.heard.at(-1)?.text).toBe(
      "The old ferry leaves the harbour at nine. It was built in Rotterdam in 1957 for 4,000 guilders. Winters are cold.",
    );
    expect(double.heard.at(-1)?.fields.voice).toBe("fable");
    await page.close();
  }, 60_000);

  for (const dark of [false, true]) {
    test(`the screens of models have no barrier, ${dark ? "dark" : "light"}, wide and narrow`, async () => {
      const barriers: string[] = [];
      for (const width of [1280, 375]) {
        for (const part of ["models", "answers", "notes"]) {
          const page = await browser.open(`/settings?part=${part}`, { dark, width, height: 900 });
          await page.getByRole("region").first().waitFor();
          if (part === "models") await page.getByRole("region", { name: "Boat yard" }).waitFor();
          await keepWhole(page, `settings-${part}-${dark ? "dark" : "light"}-${width}`);
          barriers.push(...(await findBarriers(page)).map((barrier) => `${part} ${width}: ${barrier}`));
          const fits = await page.evaluate("document.documentElement.scrollWidth <= innerWidth");
          if (fits !== true) barriers.push(`${part} ${width}: wider than the window`);
          await page.close();
        }
      }
      expect(barriers).toEqual([]);
    }, 120_000);
  }

  test("broke no rule of the policy and asked nobody else", () => {
    expect(browser.complaints).toEqual([]);
    expect([...browser.hosts]).toEqual([new URL(server.url).host]);
  });
});

/** As tall as what scrolls, so that all of it is looked at. */
async function keepWhole(page: Page, name: string): Promise<void> {
  const height = Number(await page.evaluate(`document.querySelector("[data-settings-pane]").scrollHeight`));
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 1280, height: Math.min(height + 80, 3000) });
  await keepPicture(page, name);
}
