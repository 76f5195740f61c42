import type { CitationSet } from "./citation-sets.ts";
import type { BenchServer } from "./server.ts";

export interface CitationFigures {
  readonly answered: number;
  /** A passage that the answer cites has the fact. */
  readonly held: number;
  readonly checked: number;
  /** Of those that nothing answers, how many are said to be so. */
  readonly elsewhere: number;
  readonly beside: number;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

interface Answer {
  readonly response: string;
  readonly context: readonly { readonly compiled: string; readonly checked?: boolean }[];
}

/** Asks every question of a set in a conversation of its own. */
export async function measureCitations(server: BenchServer, set: CitationSet): Promise<CitationFigures> {
  const ask = async (question: string): Promise<Answer> => {
    const { text } = await server.ask(
      "POST",
      "/api/chat",
      Buffer.from(JSON.stringify({ q: question, create_new: true })),
    );
    return JSON.parse(text);
  };
  const [missed, wrong]: string[][] = [[], []];
  let [answered, held, checked] = [0, 0, 0];
  for (const { ask: question, facts } of set.answerable) {
    const { response, context } = await ask(question);
    if (saysNot(response)) {
      missed?.push(question);
      continue;
    }
    answered += 1;
    const cited = [...new Set([...response.matchAll(/\[(\d+)\]/g)].map((found) => Number(found[1])))];
    const compiled = (number: number): string => plain(context[number - 1]?.compiled ?? "");
    const holds = cited.some((number) => facts.some((fact) => compiled(number).includes(plain(fact))));
    if (holds) held += 1;
    if (holds && cited.some((number) => context[number - 1]?.checked)) checked += 1;
  }
  const saying = { elsewhere: 0, beside: 0 };
  for (const why of ["elsewhere", "beside"] as const) {
    for (const question of set.unanswerable[why]) {
      const { response } = await ask(question);
      if (saysNot(response)) saying[why] += 1;
      else wrong?.push(`${question} → ${response.slice(0, 300).replace(/\s+/g, " ")}`);
    }
  }
  return { answered, held, checked, ...saying, missed: missed ?? [], wrong: wrong ?? [] };
}

export function sayFigures(name: string, set: CitationSet, figures: CitationFigures): string {
  const { answered, held, checked, elsewhere, beside } = figures;
  const all = set.answerable.length;
  const nothing = set.unanswerable.elsewhere.length + set.unanswerable.beside.length;
  return [
    `${name}: of ${all} answerable ${answered} answered (${percent(answered / all)}), citation holds the fact in ${held} (${percent(held / all)} of all, ${percent(held / answered)} of answered), found and checked ${checked}`,
    `${name}: of ${nothing} unanswerable ${elsewhere + beside} say so, ${percent((elsewhere + beside) / nothing)} (nothing of the matter there ${elsewhere}/${set.unanswerable.elsewhere.length}, the rest of it there ${beside}/${set.unanswerable.beside.length})`,
  ].join("\n");
}

export async function uploadNotes(server: BenchServer, { notes }: CitationSet): Promise<void> {
  const form = new FormData();
  for (const { name, text } of notes) form.append("files", new Blob([text]), name);
  const body = new Response(form);
  const type = body.headers.get("content-type") ?? "";
  const { status } = await server.ask("PATCH", "/api/content", Buffer.from(await body.arrayBuffer()), type);
  if (status !== 200) throw new Error(`the upload answered ${status}`);
}

/** Waits until every passage has its vector; false when the model does not come. */
export async function isEmbedded(server: BenchServer): Promise<boolean> {
  for (let seconds = 0; seconds < 300; seconds += 1) {
    const { text } = await server.ask("GET", "/api/content/progress");
    const { meaning } = JSON.parse(text);
    if (meaning.state === "ready" && meaning.passages > 0 && meaning.embedded >= meaning.passages) return true;
    if (meaning.state === "failed" || meaning.state === "off") return false;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return false;
}

/** It says that the notes do not answer, and quotes nothing for all that. */
const saysNot = (response: string): boolean =>
  /(?:^|\n)(?:Nothing in your notes answers this|(?:That is )?not in your notes)/i.test(response) &&
  !/\[\d+\](?!\()/.test(response);
const plain = (text: string): string =>
  text
    .replace(/\\(?=[^\p{L}\p{N}])|[*_`>]/gu, "")
    .replace(/\s+/g, " ")
    .toLowerCase();
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
