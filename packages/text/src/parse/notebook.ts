import { UnreadableError } from "../document.ts";
import type { Draft, Source } from "../parser.ts";
import { parseMarkdown } from "./markdown.ts";

/** A Jupyter notebook as the Markdown it reads as: its texts, its code, and what the code said. */
export function parseNotebook({ text, fileName }: Source): Draft {
  const notebook = readJson(text);
  const cells = listOf(notebook.cells);
  if (cells.length === 0 && !("nbformat" in notebook))
    throw new UnreadableError("It is named as a notebook, but it has no cells.");
  const language = languageOf(notebook);
  const cut = { outputs: 0 };
  const shown = cells.map((cell) => showCell(recordOf(cell), language, cut)).filter((part) => part !== "");
  const draft = parseMarkdown({ text: `${shown.join("\n\n")}\n`, fileName });
  return cut.outputs === 0 ? draft : { ...draft, missing: [...draft.missing, sayCut(cut.outputs)] };
}

/** What a program printed is worth finding by its beginning; the rest is a log. */
const longestOutput = 100_000;

const sayCut = (outputs: number): string =>
  `Of ${outputs === 1 ? "one output" : `${outputs} outputs`} only the beginning was read: ${longestOutput.toLocaleString("en-GB")} characters.`;

type Json = Readonly<Record<string, unknown>>;

const recordOf = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function readJson(text: string): Json {
  try {
    return recordOf(JSON.parse(text));
  } catch (error) {
    throw new UnreadableError("It is named as a notebook, but it is no JSON.", { cause: error });
  }
}

function languageOf(notebook: Json): string {
  const { kernelspec, language_info: info } = recordOf(notebook.metadata);
  const name = recordOf(info).name ?? recordOf(kernelspec).language;
  return typeof name === "string" && /^[\w+#-]{1,30}$/.test(name) ? name : "";
}

/** Text is kept whole or in lines. */
const textOf = (value: unknown): string =>
  (Array.isArray(value) ? value.filter((line) => typeof line === "string").join("") : `${value ?? ""}`).trimEnd();

function showCell(cell: Json, language: string, cut: { outputs: number }): string {
  const source = textOf(cell.source);
  if (cell.cell_type !== "code") return source;
  const outputs = listOf(cell.outputs).map((output) => showOutput(recordOf(output), cut));
  return [source === "" ? "" : fence(source, language), ...outputs].filter((part) => part !== "").join("\n\n");
}

function showOutput({ output_type: type, text, data, ename, evalue }: Json, cut: { outputs: number }): string {
  const said =
    type === "error"
      ? `${textOf(ename)}: ${textOf(evalue)}`
      : textOf(type === "stream" ? text : recordOf(data)["text/plain"]);
  if (said.trim() === "") return "";
  if (said.length > longestOutput) cut.outputs += 1;
  return fence(said.slice(0, longestOutput).toWellFormed(), "");
}

/** Longer than any row of ticks in it. */
function fence(text: string, language: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}
