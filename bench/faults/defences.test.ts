import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { attacksPage } from "./attacks-page.ts";
import { root } from "./defences.ts";
import { defences } from "./list-of-defences.ts";

// Taking them away takes minutes: `npm run faults -- defences`. That each still stands where the list says is seen here.
describe("the list of defences", () => {
  it.each(defences.map((defence) => [defence.what, defence] as const))(
    "%s: is where it is said to be",
    (_, defence) => {
      const source = readFileSync(path.join(root, defence.file), "utf8");
      expect(source.split(defence.find).length - 1).toBe(1);
      expect(defence.instead).not.toBe(defence.find);
      expect(existsSync(path.join(root, defence.test))).toBe(true);
    },
  );

  it("is what docs/attacks.md shows; `node scripts/write-attacks-page.ts` writes it", () => {
    expect(readFileSync(path.join(root, "docs/attacks.md"), "utf8")).toBe(attacksPage());
  });
});
