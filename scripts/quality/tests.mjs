import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProgram } from "./run-program.mjs";

/**
 * Runs the tests. A test that could not run here says why in its name, "(not run: …)"; other skipped ones do not apply
 * to this machine (another system, another user).
 */
export async function runTests(root, node) {
  const folder = await mkdtemp(path.join(tmpdir(), "khoj-test-report-"));
  const report = path.join(folder, "report.json");
  const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const words = [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { succeeded } = await runProgram(node, words, { cwd: root, env: { ...process.env, FORCE_COLOR: "0" } });
  const text = await readFile(report, "utf8").catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  return text === undefined ? { passed: 0, failed: 1, notRun: [] } : count(JSON.parse(text), succeeded);
}

function count({ testResults }, succeeded) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = tests.filter(({ status }) => status === "failed").length + brokenFiles.length;
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    // An error outside every test (a crash, a promise nobody awaited) fails the run although no test failed.
    failed: failed === 0 && !succeeded ? 1 : failed,
    notRun: tests
      .filter(({ status, fullName }) => status !== "passed" && status !== "failed" && fullName.includes("(not run: "))
      .map(({ fullName }) => fullName.trim()),
  };
}
