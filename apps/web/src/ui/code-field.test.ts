import { expect, test } from "vitest";
import { digitsOf } from "./code-field.tsx";

test.each([
  [" 123 456 ", "123456"],
  ["123-456", "123456"],
  ["１２３４５６", "123456"],
  ["code: 12", "12"],
  ["1234567", "123456"],
])("reads %j as the digits that are meant", (typed, digits) => expect(digitsOf(typed)).toBe(digits));
