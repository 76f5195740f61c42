import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { terminalOutput } from "./output.ts";
import { buildProgram } from "./program.ts";

const root = new URL("../../../", import.meta.url);
const guides = readdirSync(new URL("docs/guides/", root)).map((name) => `docs/guides/${name}`);

test.each(["README.md", ...guides])("every command of %s is one that khoj has, with its flags", (file) => {
  const program = buildProgram(terminalOutput(true), { allDone: true });
  const unknown = commandsIn(readFileSync(new URL(file, root), "utf8")).filter((line) => !isKnown(program, line));
  expect(unknown).toEqual([]);
});

test("a command or flag that khoj does not have is noticed", () => {
  const program = buildProgram(terminalOutput(true), { allDone: true });
  expect(commandsIn("say `bin/khoj frob x`, then\n```\nkhoj ask --loudly q\n```\n")).toEqual([
    "frob x",
    "ask --loudly q",
  ]);
  expect(
    ["frob x", "ask --loudly q", "models providers add a --kind openai"].map((line) => isKnown(program, line)),
  ).toEqual([false, false, true]);
});

/** What follows `khoj` in code, of a line or within one. */
function commandsIn(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, text = ""]) => text.split("\n"));
  const spans = [...markdown.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
  return [...spans, ...blocks].flatMap((text) => /^(?:bin\/)?khoj (?!--)(.+)$/.exec(text.trim())?.[1] ?? []);
}

function isKnown(program: Command, line: string): boolean {
  let at: Command = program;
  const words = line.split(/\s+/).map((word) => word.replace(/^\[|\]$/g, ""));
  for (const word of words) {
    const next = at.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    at = next;
  }
  if (at === program) return false;
  const flags = words.flatMap((word) => /^(--[\w-]+)/.exec(word)?.[1] ?? []);
  // A list is what is shown where nothing else is said.
  const usual = at.commands.find((command) => command.name() === "list")?.options ?? [];
  const known = new Set([...at.options, ...usual, ...program.options].map(({ long }) => long));
  return flags.every((flag) => known.has(flag) || flag === "--help");
}
