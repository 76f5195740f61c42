// Plain and old-fashioned on purpose: this file must load on whatever Node the machine has, to say what is missing.
"use strict";
const path = require("node:path");

const oldestNode = 18;

module.exports = function start(options) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < oldestNode) {
    console.error(
      `Khoj starts from Node 20 or newer, this is Node ${process.versions.node}; install a newer one from https://nodejs.org`,
    );
    process.exit(1);
  }
  const root = path.dirname(__dirname);
  const module = path.join(root, "scripts", "set-up", "start-program.mjs");
  import(require("node:url").pathToFileURL(module).href)
    .then(({ startProgram }) => startProgram({ root, words: process.argv.slice(2), ...options }))
    .catch((error) => {
      console.error(error && error.name === "SetUpError" ? error.message : error);
      process.exit(1);
    });
};
