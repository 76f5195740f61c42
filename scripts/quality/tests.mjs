import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProgram } from "./run-program.mjs";

/** So many files at most are tried a second time: when more fail it is not the machine. */
const mostAgain = 3;

/**
 * Runs the tests. A test that could not run here says why in its name, "(not run: …)"; other skipped ones do not apply
 * to this machine (another system, another user). The files of a few tests that failed are run once more by themselves,
 * since these machines are shared; whatever passes only then is named, and is a fault of the test to be mended.
 */
export async function runTests(root, node) {
  const first = await runVitest(root, node, []);
  const files = first.failedFiles;
  if (files.length === 0 || files.length > mostAgain) return first.counts;
  console.log(`Failed, and run once more by themselves: ${files.map((file) => path.relative(root, file)).join(", ")}`);
  const again = await runVitest(root, node, files);
  if (again.counts.failed > 0 || !again.isWhole) return first.counts;
  console.log("Passed only on the second try:");
  for (const name of first.failedNames) console.log(`  - ${name}`);
  const { passed, failed, notRun } = first.counts;
  return { passed: passed + failed, failed: 0, notRun };
}

async function runVitest(root, node, files) {
  const folder = await mkdtemp(path.join(tmpdir(), "khoj-test-report-"));
  const report = path.join(folder, "report.json");
  const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const words = [vitest, "run", ...files, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { succeeded } = await runProgram(node, words, { cwd: root, env: { ...process.env, FORCE_COLOR: "0" } });
  const text = await readFile(report, "utf8").catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  if (text === undefined)
    return { counts: { passed: 0, failed: 1, notRun: [] }, failedFiles: [], failedNames: [], isWhole: false };
  const { testResults } = JSON.parse(text);
  const broken = testResults.filter(({ status }) => status === "failed");
  return {
    counts: count(testResults, succeeded),
    failedFiles: broken.map(({ name }) => name),
    failedNames: broken.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName.trim()),
    ),
    isWhole: testResults.length > 0 && succeeded,
  };
}

function count(testResults, succeeded) {
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
