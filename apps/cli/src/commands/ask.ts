import type { KhojClient, Reference } from "@khoj/client";
import type { Output } from "../output.ts";

/** Prints the answer line by line as it is written, then where it comes from. Each question is its own conversation. */
export async function ask(client: KhojClient, output: Output, question: string): Promise<void> {
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
  for (const [index, place] of context.map(placeOf).entries()) output.line(output.dim(`[${index + 1}] ${place}`));
}

/** Links into the page mean nothing in a terminal: their text stays. Emphasis and escapes are for the page, too. */
const forTerminal = (line: string): string =>
  line
    .replace(/\[([^\]]+)\]\(\/\?open=[^)]*\)/g, "$1")
    .replace(/\*\*(\[\d+\])\*\*/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+\-.!<>~|])/g, "$1");

const placeOf = ({ file, line }: Reference): string => (line === undefined ? file : `${file}:${line}`);
