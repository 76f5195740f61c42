import type { Hit, KhojClient } from "@khoj/client";
import type { SearchType } from "@khoj/contract";
import type { Output } from "../output.ts";

export interface SearchFlags {
  readonly limit: number;
  readonly type: SearchType;
}

/** Prints the passages that match, best first. Finding nothing is an answer, not a failure. */
export async function search(client: KhojClient, output: Output, query: string, flags: SearchFlags): Promise<void> {
  const { hits, degraded } = await client.search.find({ query, limit: flags.limit, type: flags.type });
  output.document(hits);
  if (degraded !== undefined) output.note(degraded);
  if (hits.length === 0) await tellNothingFound(client, output, query);
  for (const [index, hit] of hits.entries()) printHit(output, index + 1, hit);
}

async function tellNothingFound(client: KhojClient, output: Output, query: string): Promise<void> {
  if (output.json) return;
  const { searched, suggestion, meaning } = await client.search.explain({ query });
  const how = meaning.reason === null ? "by words and by meaning" : "by words";
  output.line(`Nothing found in ${searched.chunks} passages, ${how}.`);
  if (meaning.reason !== null) output.line(`Meaning did not look: ${meaning.reason.replace(/\.$/, "")}.`);
  if (suggestion) output.line(`Nearest spelling: ${suggestion}`);
}

function printHit(output: Output, place: number, { entry, additional }: Hit): void {
  const { file, line, page, match } = additional;
  const where = page !== undefined ? `${file}, page ${page}` : line === undefined ? file : `${file}:${line}`;
  const via = match.via === "both" ? "words and meaning" : match.via;
  output.line(`${String(place).padStart(2)}  ${output.bold(where)}  ${output.dim(via)}`);
  const text = entry.trim().split("\n").slice(0, 4);
  for (const line of text) output.line(`    ${line.length > 160 ? `${line.slice(0, 157)}…` : line}`);
  if (additional.also !== undefined && additional.also.length > 0) {
    output.line(`    ${output.dim(`also: ${additional.also.join(", ")}`)}`);
  }
}
