import type { ProviderKind } from "@khoj/models";
import { type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";
import { useModels } from "./testing/use-models.ts";

let server: TestServer;
let double: ModelDouble;
let clear: (() => Promise<void>) | undefined;
beforeAll(async () => {
  double = await serveModels();
  server = await startTestServer({ config: { models: { ...testModels, patience: 1 } } });
  await server.upload([{ name: "light.md", content: "# Lighthouse\n\nThe keeper counted 5403 puffins.\n" }]);
});
afterEach(async () => {
  await clear?.();
  double.asked.length = 0;
});
afterAll(async () => {
  await server?.stop();
  await double?.stop();
});

const puffins = { q: "How many puffins did the keeper count?", create_new: true };
const quoted = /What your notes have:\n\n> The keeper counted 5403 puffins\.\n\n\*\*\[1\]\*\* \[light\.md/;
const picture =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const kinds: readonly ProviderKind[] = ["openai", "anthropic", "google"];

describe.each(kinds)("a provider that speaks %s's protocol", (kind) => {
  const use = async (...models: Parameters<typeof useModels>[2]) => {
    clear = await useModels(server, double, models, kind);
  };

  it("answers with a citation that is checked", async () => {
    await use("scripted");
    const { text, marks } = await askStreaming(server, { ...puffins, marks: true });
    expect(text).toBe("The keeper counted 5403 puffins. [1]");
    expect(marks?.citations).toMatchObject([{ number: 1, checked: true }]);
    expect(double.asked.map(({ protocol }) => protocol)).toEqual([kind]);
  });

  it.each([
    ["hangs", "hang", /^\*No answer came of it: words did not answer in time/],
    ["streams garbage", "garbage", /^\*No answer came of it: words sent what could not be understood/],
    ["stops in the middle of a character", "cut", /^word1 word2\n\n\*No answer came of it: words /],
  ])("and %s leaves what was gathered, and says so", async (_what, fault, told) => {
    await use(`words,fault=${fault}`);
    const { text, types } = await askStreaming(server, puffins);
    expect(text).toMatch(told);
    expect(text).toMatch(quoted);
    expect(text).not.toContain("\ufffd");
    expect(types.slice(-2)).toEqual(["end_llm_response", "end_response"]);
  });

  it("and sends events as text has sent text", async () => {
    await use("words,fault=events");
    const { types, events } = await askStreaming(server, puffins);
    for (const type of ["references", "end_response"]) expect(types.filter((one) => one === type)).toHaveLength(1);
    expect(events.find((event) => event.type === "references")?.data.context).toHaveLength(1);
  });

  it("is shown a picture where its model sees; where none does, it is asked without, and that is said", async () => {
    await use({ model: "scripted", sees: true });
    const seen = await askStreaming(server, { ...puffins, images: [picture] });
    expect(double.asked.at(-1)?.turns.at(-1)).toMatchObject({ by: "user", pictures: 1 });
    expect(JSON.stringify(double.asked.at(-1)?.body)).toContain(picture.split(",")[1]);
    expect(seen.text).toBe("The keeper counted 5403 puffins. [1]");
    await clear?.();
    await use("scripted");
    const unseen = await askStreaming(server, { ...puffins, images: [picture] });
    expect(double.asked.at(-1)?.turns.at(-1)).toMatchObject({ by: "user", pictures: 0 });
    expect(unseen.text).toMatch(
      /^The keeper counted 5403 puffins\. \[1\]\n\n.*scripted cannot see, and no model that can/s,
    );
  });

  it("is passed over for a model that sees, where there is a picture", async () => {
    await use("words", { model: "scripted", sees: true });
    const { text } = await askStreaming(server, { ...puffins, images: [picture] });
    expect(text).toBe("The keeper counted 5403 puffins. [1]");
    expect(double.asked.map(({ model }) => model)).toEqual(["scripted"]);
  });
});
