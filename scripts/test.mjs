// npm test: set-up, then every check and test this machine can run. What was not run is listed by name, with the
// package that is missing. With CI=true or --install that package is installed, and whatever is still not run counts
// as failed.
import { runChecks } from "./quality/checks.mjs";
import { findMissing, installPackages } from "./quality/system-packages.mjs";
import { runTests } from "./quality/tests.mjs";
import { setUp } from "./set-up/set-up.mjs";

const root = new URL("..", import.meta.url).pathname;
const complete = process.env.CI === "true" || process.argv.includes("--install");

const node = await setUp(root, { page: true }).catch((error) => {
  console.error(error.message);
  console.log("0 passed, 1 failed");
  process.exit(1);
});
if (complete && findMissing().length > 0) {
  const problem = await installPackages(findMissing());
  if (problem !== undefined) console.log(`Not installed: ${problem}`);
}
const checks = await runChecks(root, node);
const tests = await runTests(root, node);
sayWhatWasNotRun(tests.notRun);
const failed = checks.failed.length + tests.failed + (complete ? tests.notRun.length : 0);
console.log(`${checks.passed.length + tests.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function sayWhatWasNotRun(names) {
  const missing = findMissing();
  for (const { name, needs } of missing) console.log(`Missing package ${name} (${needs}): apt-get install ${name}`);
  if (names.length === 0) return;
  console.log(`Not run (${names.length})${complete ? ", counted as failed" : ""}:`);
  for (const name of names) console.log(`  - ${name}`);
}
