const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** The longest that a file of a model is of sense, in bytes: the words of the largest vocabularies are 20 MB. */
export function longestOf(name: string): number {
  if (name === "tokenizer.json") return 64 * mebibyte;
  if (name.endsWith(".json")) return 4 * mebibyte;
  // What describes a graph ends at 2 GiB; its weights may lie beside it.
  return name === "model.onnx" ? 2 * gibibyte : 32 * gibibyte;
}
