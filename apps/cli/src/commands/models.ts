import path from "node:path";
import type { CatalogueModel } from "@khoj/contract";
import type { Administering } from "../administer.ts";

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
const purposes = { embed: "finds", rerank: "ranks", chat: "answers" } as const;

/** The catalogue with what is installed: embedding models and cross-encoders. */
export async function listModels({ output, withoutDatabase }: Administering): Promise<void> {
  const { models, folder } = await withoutDatabase(async (server, config) => ({
    models: await server.listEmbeddingModels(config),
    folder: path.join(config.dataDirectory, "models"),
  }));
  output.document({ models });
  output.line(`Models in ${folder}`);
  for (const model of models) {
    output.line(output.bold(model.name));
    for (const line of wrap(factsOf(model), " · ")) output.line(`  ${line}`);
    for (const line of wrap(["from", ...model.sources.join("; ").split(" ")], " "))
      output.line(output.dim(`  ${line}`));
    output.line(output.dim(`  SHA-256 ${model.sha256 ?? "recorded when it comes"}`));
  }
}

const factsOf = (model: CatalogueModel): string[] => [
  purposes[model.purpose],
  model.installed ? `installed, ${megabytes(model.on_disk ?? 0)}` : `${megabytes(model.bytes)} to get`,
  model.verified ? "verified" : "not verified here",
  model.licence,
  ...(model.dimensions === null ? [] : [`${model.dimensions} dimensions`]),
  model.languages,
];

/** Lines that a terminal of 80 columns shows whole, indented by two. */
function wrap(words: readonly string[], between: string): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)}${between}${word}`;
    if (lines.length > 0 && longer.length <= 78) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines;
}

export async function addModel({ output, withoutDatabase }: Administering, what: string): Promise<void> {
  let told = -1;
  const onBytes = (got: number, of: number): void => {
    const tenth = Math.floor((10 * got) / Math.max(of, 1));
    if (tenth === told) return;
    told = tenth;
    output.note(`${tenth * 10} % of ${megabytes(of)}`);
  };
  const name = await withoutDatabase((server, config) => server.addEmbeddingModel(config, what, onBytes));
  output.document({ added: name });
  output.line(`${name} is installed, and its hashes are recorded. Read notes with it: khoj models use ${name}`);
}

export async function verifyModel({ output, withoutDatabase }: Administering, name: string): Promise<void> {
  const verified = await withoutDatabase((server, config) => server.verifyEmbeddingModel(config, name));
  output.document({ verified });
  output.line(`Every file of ${verified} is what it was when it came.`);
}

export async function removeModel({ output, run }: Administering, name: string): Promise<void> {
  await run((server, administration) => server.removeEmbeddingModel(administration, name));
  output.document({ removed: name });
  output.line(`${name} is deleted.`);
}

export async function useModel({ output, run }: Administering, name: string): Promise<void> {
  const runs = await run(async (server, administration) => {
    await server.useEmbeddingModel(administration, name);
    return administration.serverRuns;
  });
  output.document({ using: name });
  output.line(`Notes are read with ${name} from now on; until all are, the model before it finds.`);
  if (!runs) output.note("No server runs on this data directory; it begins when one does.");
}
