import type { KhojClient, Reference } from "@khoj/client";
import type { Output } from "../output.ts";

export interface AskFlags {
  /** The words of the sources too, not only where they stand. */
  readonly passages?: boolean;
}

/** Prints the answer line by line as it is written, then where it comes from. Each question is its own conversation. */
export async function ask(client: KhojClient, output: Output, question: string, flags: AskFlags = {}): Promise<void> {
  let response = "";
  let printed = 0;
  let context: readonly Reference[] = [];
  for await (const event of client.chat.ask({ text: question, createNew: true })) {
    if (event.type === "references") context = event.data.context;
    if (event.type !== "text") continue;
    response += event.data;
    for (let end = response.indexOf("\n", printed); end >= 0; end = response.indexOf("\n", printed)) {
      output.line(forTerminal(response.slice(printed, end)));
      printed = end + 1;
    }
  }
  if (printed < response.length) output.line(forTerminal(response.slice(printed)));
  output.document({ response, context });
  if (context.length === 0) return;
  output.line();
  const shown = [...context.entries()].filter(([index]) => flags.passages === true || isCited(response, index + 1));
  for (const [index, source] of shown) {
    output.line(output.dim(`[${index + 1}] ${placeOf(source)}${source.checked === false ? "  (not confirmed)" : ""}`));
    if (flags.passages !== true) continue;
    for (const line of source.compiled.trim().split("\n")) output.line(`    ${line}`);
  }
  const others = context.length - shown.length;
  if (others > 0)
    output.note(`${others} more ${others === 1 ? "passage was" : "passages were"} looked at: --passages shows all.`);
}

/** In an answer a citation is a number in brackets, perhaps with a link behind it. */
const isCited = (response: string, number: number): boolean => response.includes(`[${number}]`);

/** Links into the page mean nothing in a terminal: their text stays. Emphasis and escapes are for the page, too. */
const forTerminal = (line: string): string =>
  line
    .replace(/\[([^\]]+)\]\(\/\?open=[^)]*\)/g, "$1")
    .replace(/\*\*(\[\d+\])\*\*/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+\-.!<>~|])/g, "$1");

function placeOf({ file, line, page }: Reference): string {
  if (page !== undefined) return `${file}, page ${page}`;
  return line === undefined ? file : `${file}:${line}`;
}
