import type { CatalogueModel } from "@khoj/contract";
import type { Administering } from "../administer.ts";
import { columns } from "../columns.ts";

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
const purposes = { embed: "finds", rerank: "ranks", chat: "answers" } as const;

/** The catalogue with what is installed: embedding models and cross-encoders. */
export async function listModels({ output, withoutDatabase }: Administering): Promise<void> {
  const models = await withoutDatabase((server, config) => server.listEmbeddingModels(config));
  output.document({ models });
  for (const line of columns(models.map(rowOf))) output.line(line);
  for (const { name, sources, sha256 } of models) {
    output.line(output.dim(`${name}: ${sources.join("; ")}`));
    output.line(output.dim(`  SHA-256 ${sha256 ?? "recorded when it comes"}`));
  }
}

const rowOf = (model: CatalogueModel): string[] => [
  model.name,
  purposes[model.purpose],
  model.installed ? `installed, ${megabytes(model.on_disk ?? 0)}` : `${megabytes(model.bytes)} to get`,
  model.verified ? "verified" : "not verified here",
  model.licence,
  model.dimensions === null ? "-" : `${model.dimensions} dimensions`,
  model.languages,
];

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
