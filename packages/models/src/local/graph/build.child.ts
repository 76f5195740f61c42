import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { type ErrorCode, KhojError } from "@khoj/contract";
import type { Numbers } from "../local-model-options.ts";
import { readEncoderConfig } from "../weights/encoder-config.ts";
import { encoderWeights } from "../weights/encoder-weights.ts";
import { openSafetensors } from "../weights/safetensors.ts";
import { buildModel, type ModelHead } from "./build-model.ts";
import type { Bytes } from "./protobuf.ts";

export interface BuildRequest {
  readonly folder: string;
  readonly to: string;
  /** What the file's name begins with; its hash follows. */
  readonly start: string;
  readonly numbers: Numbers;
  readonly head: ModelHead;
}

export type BuildAnswer =
  | { readonly file: string; readonly sha256: string }
  | { readonly code: ErrorCode; readonly message: string };

async function build({ folder, to, start, numbers, head }: BuildRequest): Promise<BuildAnswer> {
  const config = readEncoderConfig(await readFile(path.join(folder, "config.json"), "utf8"));
  const weights = await openSafetensors(path.join(folder, "model.safetensors"));
  const model = await buildModel({ config, weights: encoderWeights(weights), numbers, head });
  await weights.close();
  if (model.length > longestModel) {
    throw new KhojError(
      "not_configured",
      `With numbers of the kind ${numbers} this model is longer than 2 GB. Use int8.`,
    );
  }
  await mkdir(to, { recursive: true });
  const part = path.join(to, `${start}${randomUUID()}.part`);
  try {
    const sha256 = await write(part, model);
    const file = path.join(to, `${start}${sha256.slice(0, 16)}.onnx`);
    await rename(part, file);
    return { file, sha256 };
  } finally {
    await rm(part, { force: true });
  }
}

const longestModel = 2 ** 31 - 1;

async function write(path: string, { pieces }: Bytes): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path, "wx");
  try {
    for (const piece of pieces) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

process.once("message", (request: BuildRequest) => {
  void build(request)
    .catch((error: unknown): BuildAnswer => {
      if (error instanceof KhojError) return { code: error.code, message: error.message };
      const reason = error instanceof Error ? error.message : String(error);
      return { code: "unavailable", message: `The model in ${request.folder} could not be built: ${reason}` };
    })
    .then((answer) => process.send?.(answer));
});
process.once("disconnect", () => process.exit());
