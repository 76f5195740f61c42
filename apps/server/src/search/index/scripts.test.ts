import { expect, it } from "vitest";
import { areKnown, scriptSet, scriptsOf } from "./scripts.ts";

const latin = scriptSet(["Latin"]);

it("a text's scripts are those of nine tenths of its letters", () => {
  expect(scriptsOf("Notes on naïve café visits, 2024")).toBe(latin);
  expect(scriptsOf("数据库每天凌晨三点自动备份")).toBe(scriptSet(["Han"]));
  expect(scriptsOf("九月まで、レター")).toBe(scriptSet(["Han", "Hiragana", "Katakana"]));
  expect(scriptsOf(`${"a".repeat(95)}數據庫每天`)).toBe(latin);
  expect(scriptsOf(`${"a".repeat(50)}${"ж".repeat(50)}`)).toBe(scriptSet(["Latin", "Cyrillic"]));
  expect(scriptsOf("𠀀𠀁𠀂")).toBe(scriptSet(["Han"]));
  expect(scriptsOf("2024-03-15 🏮 !!")).toBe(0);
});

it("a model reads what is written in its scripts, and what has no letters", () => {
  expect(areKnown(scriptsOf("plain words"), latin)).toBe(true);
  expect(areKnown(scriptsOf("123"), latin)).toBe(true);
  expect(areKnown(scriptsOf("مكتبة"), latin)).toBe(false);
  expect(areKnown(scriptsOf("ᏣᎳᎩ"), scriptSet(["Latin", "Han"]))).toBe(false);
  expect(areKnown(scriptsOf("plain مكتبة"), scriptSet(["Latin", "Arabic"]))).toBe(true);
});
