import { KhojError } from "@khoj/contract";
import type { Safetensors, Tensor } from "./safetensors.ts";

/** A layer's matrix as `inputs × outputs`, and what is added after it. */
export interface Linear {
  readonly inputs: number;
  readonly outputs: number;
  /** As torch keeps it: one row for each output. */
  readonly rows: Float32Array;
  readonly bias: Float32Array;
}

export interface Norm {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Finds an encoder's weights by their names, whichever of the family's spellings a file uses. */
export interface EncoderWeights {
  table(name: "word" | "position" | "token_type"): Promise<Tensor>;
  norm(name: string): Promise<Norm>;
  linear(name: string): Promise<Linear>;
  /** A layer outside the encoder: `classifier`, by its whole name. */
  head(name: string): Promise<Linear>;
  has(name: string): boolean;
}

const wordTable = "embeddings.word_embeddings.weight";

export function encoderWeights(file: Safetensors): EncoderWeights {
  const found = file.names.find((name) => name === wordTable || name.endsWith(`.${wordTable}`));
  if (found === undefined) {
    throw new KhojError("not_configured", `The weights have no ${wordTable}: they are not of a BERT.`);
  }
  const prefix = found.slice(0, -wordTable.length);
  const readLinear = async (name: string): Promise<Linear> => {
    const { shape, values } = await file.read(`${name}.weight`);
    const [outputs = 0, inputs = 0] = shape;
    const bias = (await file.read(`${name}.bias`)).values;
    return { inputs, outputs, rows: values, bias };
  };
  return {
    table: (name) => file.read(`${prefix}embeddings.${name}_embeddings.weight`),
    linear: (name) => readLinear(prefix + name),
    head: readLinear,
    has: (name) => file.has(`${name}.weight`) || file.has(`${prefix}${name}.weight`),
    async norm(name) {
      // The oldest files call them gamma and beta.
      const old = file.has(`${prefix}${name}.gamma`);
      const weight = await file.read(`${prefix}${name}.${old ? "gamma" : "weight"}`);
      const bias = await file.read(`${prefix}${name}.${old ? "beta" : "bias"}`);
      return { weight: weight.values, bias: bias.values };
    },
  };
}
