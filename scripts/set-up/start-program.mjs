import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { setUp } from "./set-up.mjs";

/** Sets up, then becomes the program: the same process where that can be, else a child that gets every signal once. */
export async function startProgram({ root, words, entry, page }) {
  const node = await setUp(root, { page: page && needsPage(words) });
  const program = entry === undefined ? words : [path.join(root, entry), ...words];
  // Young heaps of both threads at most 24 MB each: measured over both corpora, 275 MB resident instead of 390, as quick.
  const heap = entry === undefined ? [] : ["--max-semi-space-size=8"];
  const choices = ["--disable-warning=ExperimentalWarning", ...heap, ...program];
  const startedByNpm = process.env.npm_lifecycle_event !== undefined;
  if (typeof process.execve === "function" && process.platform !== "win32" && !startedByNpm) {
    process.execve(node, [node, ...choices], process.env);
  }
  const hand = runAsChild(node, choices);
  if (startedByNpm) stopWithParent(hand);
}

// npm that is told to stop tells its shell, which ends without telling us: our parent is then another one.
function stopWithParent(hand) {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    hand("SIGTERM");
  }, 250);
  look.unref();
}

const otherCommands = new Set([
  "index",
  "search",
  "ask",
  "files",
  "folders",
  "models",
  "status",
  "users",
  "keys",
  "sessions",
  "secrets",
  "doctor",
  "help",
]);
const shortAnswers = new Set(["--version", "-V", "--help", "-h"]);

/** Serving needs the page: `serve`, and no command at all. */
function needsPage(words) {
  return !otherCommands.has(words[0]) && !words.some((word) => shortAnswers.has(word));
}

// In a session of its own the child hears nothing from the terminal itself: Ctrl-C comes through here, once, although
// npm may hand it on a second time.
function runAsChild(node, choices) {
  const child = spawn(node, choices, { stdio: "inherit", detached: process.platform !== "win32" });
  const sent = new Map();
  const hand = (signal) => {
    const now = Date.now();
    if (now - (sent.get(signal) ?? 0) < 1000) return;
    sent.set(signal, now);
    child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => hand(signal));
  child.once("error", (error) => {
    process.stderr.write(`Khoj: Node 24 did not start (${error.code}); remove the folder .tools and start again\n`);
    process.exit(1);
  });
  child.once("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
  return hand;
}
