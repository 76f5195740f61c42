import { expect, it } from "vitest";
import { unwrap } from "./unwrap.ts";

it("joins the lines of a paragraph", () => {
  expect(unwrap("The keeper counted\npuffins in\nMarch.\n\nThen rain.")).toBe(
    "The keeper counted puffins in March.\n\nThen rain.",
  );
});

it("leaves items, rows and code on lines of their own", () => {
  const text = "- one\n- two\n\n| a | b |\n| c | d |\n\n    x = 1\n    y = 2\n: code\n: more";
  expect(unwrap(text)).toBe(text);
});

it("takes off a block quote's marks and comments, which no reader sees", () => {
  expect(unwrap("> Said\n> the keeper<!-- ignore -->.")).toBe("Said the keeper .");
});

it("joins what a list item was wrapped into", () => {
  expect(unwrap("- one and\n  more\n- two")).toBe("- one and more\n- two");
});
