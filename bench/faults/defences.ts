import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Defence, defences } from "./list-of-defences.ts";
import type { Report } from "./report.ts";

const run = promisify(execFile);
export const root = path.resolve(import.meta.dirname, "../..");

/**
 * A test of a defence that passes without it proves nothing. Takes each defence away, one at a time, in a copy of the
 * sources, and sees that the tests that are said to guard it fail. `only` is part of what names those meant.
 */
export async function defencesTakenAway(report: Report, { only }: { readonly only: string }): Promise<void> {
  const meant = defences.filter(({ attack, what, file }) => `${attack} ${what} ${file}`.includes(only));
  const copy = await copySources();
  try {
    await report.show("all defences standing: their tests", async () => {
      const { failed, said } = await runTests(copy, [...new Set(meant.map(({ test }) => test))]);
      assert.equal(failed, false, said);
      return "pass";
    });
    for (const defence of meant) await report.show(`without: ${defence.what}`, () => takeAway(copy, defence));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function takeAway(copy: string, { file, find, instead, test }: Defence): Promise<string> {
  const place = path.join(copy, file);
  const source = readFileSync(place, "utf8");
  writeFileSync(
    place,
    source.replace(find, () => instead),
  );
  try {
    const { failed } = await runTests(copy, [test]);
    assert.ok(failed, `${test} passes without it`);
    return `${path.basename(test)} fails`;
  } finally {
    writeFileSync(place, source);
  }
}

/** Of what is linked hard nothing is written to: only sources are copied for real. */
async function copySources(): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "khoj-defences-"));
  await run("cp", ["-al", path.join(root, "node_modules"), path.join(copy, "node_modules")]);
  const wanted = [
    "apps",
    "packages",
    "scripts",
    "bin",
    "docs",
    "deploy",
    "package.json",
    "vitest.config.ts",
    "tsconfig.json",
    "tsconfig.base.json",
  ];
  await run("cp", ["-a", ...wanted.map((name) => path.join(root, name)), copy]);
  return copy;
}

async function runTests(copy: string, tests: readonly string[]): Promise<{ failed: boolean; said: string }> {
  try {
    await run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--reporter=dot", "--bail=1", ...tests], {
      cwd: copy,
      timeout: 600_000,
      maxBuffer: 64 << 20,
    });
    return { failed: false, said: "" };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    // Tests that were not found, or never ran, do not count as having failed.
    assert.match(stdout, /Tests\s+.*failed|Test Files\s+.*failed/, stderr.slice(-2000));
    return { failed: true, said: stdout.match(/FAIL .*/g)?.join("\n") ?? stdout.slice(-2000) };
  }
}
