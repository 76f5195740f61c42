import { spawn } from "node:child_process";
import path from "node:path";
import { SetUpError } from "./set-up-error.mjs";

/** Runs npm in `folder`, with `node` first in the PATH, quietly; a failure becomes one line with the cure. */
export function runNpm(words, folder, node = process.execPath) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      "npm",
      [
        ...words,
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--fetch-retries=2",
        "--fetch-retry-mintimeout=1000",
        "--fetch-retry-maxtimeout=4000",
      ],
      {
        cwd: folder,
        env: cleanEnvironment(node),
        stdio: ["ignore", "ignore", "pipe"],
        shell: process.platform === "win32",
      },
    );
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
    });
    child.once("error", (error) => reject(new SetUpError(cure(error.code ?? "", error.message, folder))));
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new SetUpError(cure(npmCode(said), said, folder)));
    });
  });
}

// Started by `npm start`, npm finds the outer npm's settings in its environment and works in the wrong folder.
function cleanEnvironment(node) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config_local_prefix|lifecycle|package|command)|^(INIT_CWD|NODE_ENV|NODE_OPTIONS)$/i.test(name),
  );
  const environment = Object.fromEntries(kept);
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  environment[pathName] = [path.dirname(node), environment[pathName]].join(path.delimiter);
  return environment;
}

const npmCode = (said) => /npm (?:error|ERR!) code (\w+)/.exec(said)?.[1] ?? "";

const networkCodes = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ERR_SOCKET_TIMEOUT",
  "FETCH_ERROR",
  "ENOTCACHED",
]);

/** One line for each way npm is known to fail here. */
export function cure(code, said, folder) {
  if (code === "ENOENT" && !said.includes("npm error")) {
    return "Khoj: npm is missing; install npm 10 or newer (it comes with Node from https://nodejs.org)";
  }
  if (networkCodes.has(code)) {
    return `Khoj: the npm registry does not answer (${code}); the first start needs the network once: connect, or name your mirror with: npm config set registry URL`;
  }
  if (/CERT/.test(code)) {
    return `Khoj: the npm registry's certificate is not trusted (${code}); name the authority that signs your network's traffic: NODE_EXTRA_CA_CERTS=FILE`;
  }
  if (code === "ENOSPC") return `Khoj: the disk is full; set-up needs about 1 GB in ${folder}`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return notWritable(folder, code);
  if (code === "E404" || code === "ETARGET") {
    return `Khoj: your npm registry does not have a package Khoj needs (${code}); use another: npm config set registry URL`;
  }
  if (code === "EBADPLATFORM")
    return `Khoj: there is no Node 24 from npm for ${process.platform} on ${process.arch}; install Node 24 yourself`;
  if (code === "EINTEGRITY")
    return "Khoj: a package arrived changed (EINTEGRITY); try again, or look at what stands between you and the npm registry";
  const line = said.split("\n").find((each) => each.trim() !== "") ?? "no reason given";
  return `Khoj: npm failed (${code || "no code"}): ${line.trim()}`;
}

export const notWritable = (folder, code) =>
  `Khoj: ${folder} cannot be written (${code}); copy the folder to a place of your own, or run \`npm start\` once as its owner`;
