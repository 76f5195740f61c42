import { KhojError } from "@khoj/contract";
import type { EmbeddingModel } from "../embedding-model.ts";
import type { Numbers, ReferenceVectors } from "./local-model-options.ts";

/** Below these a model is another one, or broken: rounding to 8 bits leaves about 0.993, floats more than 0.99999. */
const leastCosine: Readonly<Record<Numbers, number>> = { int8: 0.97, float: 0.9999 };

/** Embeds the texts of the reference and answers how near the vectors are, the worst first; refuses a model that is off. */
export async function checkAgainstReference(
  model: EmbeddingModel,
  reference: ReferenceVectors,
  numbers: Numbers,
): Promise<{ readonly least: number; readonly mean: number }> {
  const made = await model.embed(reference.texts, { kind: "query" });
  const cosines = reference.vectors.map((vector, index) => cosine(readHalfFloats(vector), made[index]?.[0]));
  const least = Math.min(...cosines);
  if (cosines.length === 0 || !(least >= leastCosine[numbers])) {
    throw new KhojError(
      "invalid",
      `The model ${model.name} does not make the vectors it should (cosine ${least.toFixed(3)} where at least ${leastCosine[numbers]} is needed). Its files are not those of this model, or this machine computes wrongly: fetch them again.`,
    );
  }
  return { least, mean: cosines.reduce((sum, each) => sum + each, 0) / cosines.length };
}

export const writeHalfFloats = (vector: ArrayLike<number>): string =>
  Buffer.from(Float16Array.from(vector).buffer).toString("base64");

function readHalfFloats(base64: string): Float16Array {
  const bytes = Buffer.from(base64, "base64");
  return new Float16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function cosine(some: ArrayLike<number>, others: ArrayLike<number> | undefined): number {
  if (others === undefined || some.length !== others.length) return Number.NaN;
  let product = 0;
  let left = 0;
  let right = 0;
  for (let at = 0; at < some.length; at++) {
    const a = some[at] ?? 0;
    const b = others[at] ?? 0;
    product += a * b;
    left += a * a;
    right += b * b;
  }
  return product / Math.sqrt(left * right);
}
