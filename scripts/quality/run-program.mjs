import { spawn } from "node:child_process";

/** Runs a program to its end, showing what it says; answers whether it succeeded. */
export function runProgram(program, words, { cwd, env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd,
      env,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    let said = "";
    child.stdout?.on("data", (data) => {
      said += data;
    });
    child.stderr?.on("data", (data) => {
      said += data;
    });
    child.once("error", (error) => resolve({ succeeded: false, said: error.message }));
    child.once("close", (code) => resolve({ succeeded: code === 0, said }));
  });
}
