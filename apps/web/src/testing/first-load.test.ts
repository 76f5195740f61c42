import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const built = new URL("../../dist/", import.meta.url).pathname;
const absent = existsSync(path.join(built, "index.html")) ? "" : " (not run: apps/web/dist is absent, npm run build)";

/** What the browser must have before one can type, and what it is allowed to hold. */
describe.skipIf(absent !== "")(`the built page${absent}`, () => {
  test("needs at most 170 KB of compressed script to begin with", () => {
    const scripts = [...index().matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, file = ""]) => file);
    const bytes = scripts.reduce(
      (sum, file) => sum + gzipSync(readFileSync(path.join(built, file)), { level: 6 }).length,
      0,
    );
    expect(scripts.length).toBeGreaterThan(1);
    expect(bytes).toBeLessThan(170 * 1024);
  });

  test("carries no script, style or handler within its HTML, and names no other host", () => {
    expect(index()).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    expect(index()).not.toMatch(/https?:/);
  });

  test("names every asset by its content", () => {
    for (const file of readdirSync(path.join(built, "assets"))) expect(file).toMatch(/-[\w-]{8,}\.\w+$/);
  });

  test("leaves Markdown, mathematics and every other scene for later", () => {
    expect(index()).not.toMatch(/katex|note-|files-scene|settings-scene|folders-scene/);
  });
});

const index = (): string => readFileSync(path.join(built, "index.html"), "utf8");
