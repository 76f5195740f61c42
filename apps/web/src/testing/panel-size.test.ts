import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const built = new URL("../../dist/", import.meta.url).pathname;
const absent = existsSync(path.join(built, "admin.html")) ? "" : " (not run: apps/web/dist is absent, npm run build)";

describe.skipIf(absent !== "")(`the built panel${absent}`, () => {
  test("needs at most 200 KB of compressed script to begin with", () => {
    const scripts = scriptsOf("admin.html");
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(built, file))).length, 0);
    expect(scripts.length).toBeGreaterThan(1);
    expect(bytes).toBeLessThan(200 * 1024);
  });

  test("leaves every section but the first for later", () => {
    const later = readdirSync(path.join(built, "assets")).filter((file) => /-section-.*\.js$/.test(file));
    expect(later.length).toBeGreaterThan(8);
    expect(scriptsOf("admin.html").filter((file) => file.includes("-section-"))).toEqual([]);
  });

  test("puts nothing of itself into the page for everybody", () => {
    for (const file of scriptsOf("index.html"))
      expect(readFileSync(path.join(built, file), "utf8"), file).not.toContain("/api/admin/");
  });
});

const scriptsOf = (page: string): readonly string[] =>
  [...readFileSync(path.join(built, page), "utf8").matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(
    ([, file = ""]) => file,
  );
