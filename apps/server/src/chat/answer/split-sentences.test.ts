import { expect, it } from "vitest";
import { splitSentences } from "./split-sentences.ts";

const sentences = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

it("reads the lines a paragraph was wrapped into as one text", () => {
  expect(sentences("The keeper counted\npuffins. It was\nMarch.\n\nAnother day.")).toEqual([
    "The keeper counted\npuffins.",
    "It was\nMarch.",
    "Another day.",
  ]);
});

it("takes list items, headings, table rows and lines of code one by one", () => {
  expect(sentences("# Oven\n- hot\n- very\n  hot\n| a | b |\n```\nx = 1\ny = 2\n```")).toEqual([
    "# Oven",
    "- hot",
    "- very\n  hot",
    "| a | b |",
    "```",
    "x = 1",
    "y = 2",
    "```",
  ]);
});

it("does not end a sentence after an abbreviation, an initial or a day", () => {
  expect(sentences("Dr. Smith met J. Doe. They left.")).toEqual(["Dr. Smith met J. Doe.", "They left."]);
  expect(sentences("Am 3. Mai kam sie. Es regnete.")).toEqual(["Am 3. Mai kam sie.", "Es regnete."]);
});

it("knows the sentences of scripts without spaces", () => {
  expect(sentences("管理员数了海鹦。天气很好。")).toEqual(["管理员数了海鹦。", "天气很好。"]);
});

it("does not end a sentence inside code, and reads a block quote as one text", () => {
  expect(sentences("Call `panic!` Now stop.")).toEqual(["Call `panic!` Now stop."]);
  expect(sentences("> Said the\n> keeper. Then\n> left.")).toEqual(["> Said the\n> keeper.", "Then\n> left."]);
});
