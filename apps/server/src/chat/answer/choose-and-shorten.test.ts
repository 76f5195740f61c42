import { describe, expect, it } from "vitest";
import { readQuestion } from "./read-question.ts";
import { shortenPassage } from "./shorten-passage.ts";
import { type Candidate, choosePassages, missingWords, weighPassages } from "./weigh-passages.ts";

const now = new Date("2026-11-24T09:00:00Z");
const passage = (text: string, more: Partial<Candidate> = {}): Candidate => ({
  text,
  title: undefined,
  headings: [],
  fileName: "notes/a.md",
  terms: [],
  relevance: 0.5,
  citedBefore: false,
  ...more,
});

function ask(question: string, texts: readonly (string | Candidate)[], ...earlier: string[]) {
  const [part] = readQuestion(question, earlier, now);
  if (part === undefined) throw new Error("no question");
  const candidates = texts.map((text) => (typeof text === "string" ? passage(text) : text));
  const chosen = choosePassages(part, weighPassages(part, candidates), 3);
  return {
    quotes: chosen.map((one) => shortenPassage(one.candidate.text, { ...part, weights: one.weights }).text),
    missing: missingWords(part, chosen),
  };
}

describe("passages that answer", () => {
  it("has the words the question turns on, in any form", () => {
    const { quotes } = ask("How many puffins did the keeper of Skerryvore count?", [
      "The weather was fine. The keeper of Skerryvore counted 5403 puffins on 2024-03-15. Then he slept.",
      "Puffins eat sand eels.",
      "The keeper of the shop is closed.",
    ]);
    expect(quotes).toEqual(["The keeper of Skerryvore counted 5403 puffins on 2024-03-15."]);
  });

  it("is none when the notes have only the words that join", () => {
    expect(
      ask("Where is the Eiffel tower?", ["Where is the bread? It is in the oven.", "The the the."]).quotes,
    ).toEqual([]);
  });

  it("is none when the notes lack what the question turns on", () => {
    const towers = ["The tower of the church.", "A water tower.", "The tower is red."];
    expect(ask("How high is the Eiffel tower?", towers).quotes).toEqual([]);
  });

  it("is none when it has but one of two things that were asked for together", () => {
    const { quotes } = ask("What is the capital of France?", [
      "Many people in France use it.",
      "Write a capital letter.",
    ]);
    expect(quotes).toEqual([]);
  });

  it("names the asked words it does not have", () => {
    const { quotes, missing } = ask("Who repaired the lamp of the lighthouse?", [
      passage("The lamp of the lighthouse is bright.", { relevance: 0.6 }),
    ]);
    expect(quotes).toHaveLength(1);
    expect(missing).toEqual(["repaired"]);
  });

  it("may carry the subject in its heading alone", () => {
    const { quotes } = ask("What is in the sourdough recipe?", [
      passage("Rye flour and water. Salt comes last. Nothing else.", { headings: ["Sourdough recipe"] }),
    ]);
    expect(quotes).toEqual(["Rye flour and water. Salt comes last."]);
  });

  it("is not one whose words stand only where no reader sees them", () => {
    const hidden =
      'Next chapter.\n\n[trait objects]: ch18.html\n<Listing caption="trait objects">\n{{#include trait-objects.rs}}';
    expect(
      ask("What is a trait object?", [hidden, "Closures differ. A trait object points to an instance."]).quotes,
    ).toEqual(["A trait object points to an instance."]);
  });

  it("says best what a thing is where the thing is named first", () => {
    const { quotes } = ask("What is a trait object?", [
      "We use this here for a trait object, as we did before.",
      "A trait object points to an instance. It is made by a reference.",
    ]);
    expect(quotes[0]).toMatch(/^A trait object points/);
  });

  it("counts a slip of the pen that the index forgave", () => {
    const { quotes } = ask("puffns", [passage("Two puffins came.", { terms: ["puffins"] })]);
    expect(quotes).toEqual(["Two puffins came."]);
  });

  it("prefers, where the words are even, the note that was cited before (W-29)", () => {
    const { quotes } = ask("And the oven?", [
      "The oven is cold.",
      passage("The oven is hot.", { fileName: "notes/bread.md", citedBefore: true }),
    ]);
    expect(quotes[0]).toBe("The oven is hot.");
  });

  it("is found in scripts without spaces", () => {
    const { quotes } = ask("海鹦有多少只？", ["天气很好。管理员数了5403只海鹦。", "面包在烤箱里。"]);
    expect(quotes).toEqual(["管理员数了5403只海鹦。"]);
  });

  it("is found by a follow-up whose subject stands in the question before", () => {
    const { quotes } = ask(
      "And what did he count?",
      ["The keeper of Skerryvore counted puffins.", "The shop counted its money."],
      "Who is the keeper of Skerryvore?",
    );
    expect(quotes).toEqual(["The keeper of Skerryvore counted puffins."]);
  });
});

describe("a quote", () => {
  const text =
    "The keeper was Anna Grant. She counted puffins in March. In April it rained. The boat came late.\nPuffins left in July.";
  const quote = (question: string) => ask(question, [text]).quotes[0];

  it("keeps the sentences that matter and marks what was left out", () => {
    expect(quote("When did the puffins leave?")).toMatch(/ … Puffins left in July\.$/);
  });

  it("says who is meant by a sentence that begins with a pronoun", () => {
    expect(quote("Who counted in March?")).toBe("The keeper was Anna Grant. She counted puffins in March.");
  });

  it("stands word for word at its place", () => {
    const [part] = readQuestion("When did the puffins leave?", [], now);
    if (part === undefined) throw new Error("no question");
    const [one] = weighPassages(part, [passage(text)]);
    const { pieces, text: quoted } = shortenPassage(text, { ...part, weights: one?.weights ?? [] });
    expect(pieces.map(({ start, end }) => text.slice(start, end)).join(" … ")).toBe(quoted);
  });
});
