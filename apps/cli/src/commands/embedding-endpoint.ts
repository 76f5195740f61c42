import { badRequest, EmbeddingChange } from "@khoj/contract";
import type { Administering } from "../administer.ts";
import { readKey } from "../read-key.ts";

export async function showEndpoint({ output, run }: Administering): Promise<void> {
  const shown = await run((server, administration) => server.showEmbeddingEndpoint(administration));
  output.document({ endpoint: shown ?? null });
  if (shown === undefined) {
    output.line("No endpoint for embeddings is set. Set one: khoj models endpoint set URL --key-file FILE");
    return;
  }
  const { base_url, key_hint, model, reads } = shown;
  const facts = [
    base_url,
    key_hint === null ? "no key" : `key ends in ${key_hint}`,
    model ?? "the model it lists first",
    reads ? "reads the notes" : "reads nothing now",
  ];
  output.line(facts.join("  "));
}

export interface EndpointFlags {
  readonly keyFile?: string;
  readonly model?: string;
}

/** Asked for vectors first: what does not answer is not chosen. The key comes from a file, never from the command. */
export async function setEndpoint(administering: Administering, address: string, flags: EndpointFlags): Promise<void> {
  const { output, run } = administering;
  const key = flags.keyFile === undefined ? undefined : await readKey(flags.keyFile);
  const read = EmbeddingChange.safeParse({ kind: "endpoint", base_url: address, key, model: flags.model });
  if (!read.success)
    throw badRequest(`${address} is no address of the web: https://host/v1 or http://localhost:11434/v1`);
  const { base_url, model } = read.data;
  const report = await run(async (server, administration) => {
    const tried = await server.testEmbeddingEndpoint(administration, { base_url, key, model });
    if (tried.ok) await server.changeEmbeddingEndpoint(administration, read.data);
    return tried;
  });
  const said = report.steps.map(({ message }) => message);
  if (!report.ok) throw badRequest(`${said.join("; ")}. Nothing was changed`);
  output.document({ endpoint: base_url, model: report.model, dimensions: report.dimensions });
  for (const line of said) output.line(line);
}

export async function testEndpoint({ output, run }: Administering): Promise<void> {
  const report = await run((server, administration) => server.testEmbeddingEndpoint(administration, {}));
  output.document(report);
  const said = report.steps.map(({ message }) => message);
  if (!report.ok) throw badRequest(said.join("; "));
  for (const line of said) output.line(line);
}

export async function removeEndpoint({ output, run }: Administering): Promise<void> {
  await run((server, administration) => server.changeEmbeddingEndpoint(administration, { base_url: null }));
  output.document({ removed: true });
  output.line("The endpoint for embeddings and its key are forgotten.");
}
