// npm run check: format, lint, types, walls, dead code, tests. What must hold before a commit.
import { runChecks } from "./quality/checks.mjs";
import { runTests } from "./quality/tests.mjs";
import { setUp } from "./set-up/set-up.mjs";

const root = new URL("..", import.meta.url).pathname;
const node = await setUp(root, { page: true }).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
const checks = await runChecks(root, node);
const tests = await runTests(root, node);
const failed = checks.failed.length + tests.failed;
console.log(`${checks.passed.length + tests.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
