import path from "node:path";
import { runProgram } from "./run-program.mjs";

/** What is checked besides the tests: each is one program of node_modules, quiet unless it finds something. */
const checks = [
  { name: "format and lint", program: "@biomejs/biome/bin/biome", words: ["ci", "--colors=off", "."] },
  { name: "types of the server", program: "typescript/bin/tsc", words: ["--noEmit", "-p", "."] },
  { name: "types of the page", program: "typescript/bin/tsc", words: ["--noEmit", "-p", "apps/web"] },
  {
    name: "walls between rooms",
    program: "dependency-cruiser/bin/dependency-cruiser.mjs",
    words: ["packages", "apps"],
  },
  { name: "dead code", program: "knip/bin/knip.js", words: ["--no-progress"] },
];

/** Runs every check, also after one has failed; answers the names of those that passed and failed. */
export async function runChecks(root, node) {
  const passed = [];
  const failed = [];
  for (const { name, program, words } of checks) {
    const script = path.join(root, "node_modules", program);
    const { succeeded, said } = await runProgram(node, [script, ...words], { cwd: root, quiet: true });
    console.log(`${succeeded ? "✓" : "✗"} ${name}`);
    if (!succeeded) console.log(said.trimEnd());
    (succeeded ? passed : failed).push(name);
  }
  return { passed, failed };
}
