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
  const shown = cells.map((cell) => showCell(recordOf(cell), language)).filter((part) => part !== "");
  return parseMarkdown({ text: `${shown.join("\n\n")}\n`, fileName });
}

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

function showCell(cell: Json, language: string): string {
  const source = textOf(cell.source);
  if (cell.cell_type !== "code") return source;
  const outputs = listOf(cell.outputs).map((output) => showOutput(recordOf(output)));
  return [source === "" ? "" : fence(source, language), ...outputs].filter((part) => part !== "").join("\n\n");
}

function showOutput({ output_type: type, text, data, ename, evalue }: Json): string {
  if (type === "error") return fence(`${textOf(ename)}: ${textOf(evalue)}`, "");
  const shown = type === "stream" ? textOf(text) : textOf(recordOf(data)["text/plain"]);
  return shown.trim() === "" ? "" : fence(shown, "");
}

/** Longer than any row of ticks in it. */
function fence(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}
