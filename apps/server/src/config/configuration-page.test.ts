import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { configurationPage } from "./configuration-page.ts";

it("docs/configuration.md says what the program reads; after a change run node scripts/write-configuration-page.ts", () => {
  const page = path.resolve(import.meta.dirname, "../../../../docs/configuration.md");
  expect(readFileSync(page, "utf8")).toBe(configurationPage());
});
