import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { badRequest } from "@khoj/contract";
import { families } from "../local/weights/encoder-config.ts";
import { cannotRead } from "./cannot-read.ts";
import { copyRegular } from "./copy-regular.ts";
import { requireNearWeights } from "./external-data.ts";
import { installFiles, partPrefix } from "./install-files.ts";
import { isName } from "./installed-models.ts";

/** Files that are taken where they are there: what the model is, and what tells how to read it. */
const needed = ["tokenizer.json", "config.json"];
const optional = ["1_Pooling/config.json", "sentence_bert_config.json", "modules.json", "tokenizer_config.json"];

/**
 * Copies a model of one's own into the folder of models, with its hashes recorded: safetensors or ONNX of the BERT
 * family, with tokenizer.json and config.json. Regular files below the folder, of lengths that models have.
 */
export async function adoptFolder(
  from: string,
  models: string,
  name = path.basename(path.resolve(from)),
): Promise<string> {
  if (!isName(name))
    throw badRequest(`${JSON.stringify(name)} cannot be a model's name; letters, digits, dots and dashes can`);
  const present = await readdir(from).catch((cause: NodeJS.ErrnoException) => {
    throw cannotRead(from, cause);
  });
  const weights = weightsAmong(present);
  const missing = needed.filter((file) => !present.includes(file));
  if (weights.length === 0 || missing.length > 0)
    throw badRequest(
      `${from} lacks ${[...(weights.length === 0 ? ["model.safetensors or model.onnx"] : []), ...missing].join(", ")}; a model's folder holds the weights, tokenizer.json and config.json`,
    );
  const to = path.join(models, `${partPrefix}${randomUUID()}`);
  await mkdir(path.join(to, "1_Pooling"), { recursive: true, mode: 0o700 });
  try {
    const files = [...weights, ...needed];
    for (const file of [...files, ...optional]) {
      const isThere = await copyRegular(from, file, path.join(to, file));
      if (!isThere && !optional.includes(file)) throw badRequest(`${path.join(from, file)} is gone; try again`);
      if (isThere && !files.includes(file)) files.push(file);
    }
    if (files.includes("model.onnx")) await requireNearWeights(path.join(to, "model.onnx"));
    const purpose = await purposeOf(path.join(to, "config.json"), path.join(from, "config.json"));
    return await installFiles(to, models, { name, purpose, from: `the folder ${path.resolve(from)}`, files });
  } finally {
    await rm(to, { recursive: true, force: true });
  }
}

function weightsAmong(present: readonly string[]): string[] {
  if (present.includes("model.safetensors")) return ["model.safetensors"];
  return present.filter((name) => name === "model.onnx" || name === "model.onnx_data");
}

async function purposeOf(copy: string, config: string): Promise<"embed" | "rerank"> {
  let told: { model_type?: unknown; architectures?: unknown; num_labels?: unknown };
  try {
    told = Object(JSON.parse(await readFile(copy, "utf8")));
  } catch (cause) {
    throw badRequest(`${config} is no JSON`, { cause });
  }
  if (typeof told.model_type !== "string" || !Object.hasOwn(families, told.model_type))
    throw badRequest(
      `${config} names the model type ${JSON.stringify(told.model_type ?? null)}; this program runs ${Object.keys(families).join(", ")}`,
    );
  const isRanking =
    told.architectures === undefined
      ? told.num_labels === 1
      : JSON.stringify(told.architectures).includes("ForSequenceClassification");
  return isRanking ? "rerank" : "embed";
}
