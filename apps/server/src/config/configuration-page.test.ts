import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { bootMatrixPage } from "./boot-matrix-page.ts";
import { configurationPage } from "./configuration-page.ts";

it.each([
  ["configuration.md", configurationPage],
  ["boot-matrix.md", bootMatrixPage],
])(
  "docs/%s says what the program does; after a change run node scripts/write-configuration-page.ts",
  async (name, page) => {
    const file = path.resolve(import.meta.dirname, "../../../../docs", name);
    expect(readFileSync(file, "utf8")).toBe(await page());
  },
);
